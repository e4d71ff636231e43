import { ChevronLeft, ChevronRight, Minimize2, ZoomIn, ZoomOut } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import type { AttachmentWire } from '#shared/protocol/wire.ts'
import { inUnits } from '../../state/attaching.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { useActions } from '../services-context.tsx'
import styles from './picture-viewer.module.css'
import { LargePicture } from './large-picture.tsx'
import { useZoom } from './use-zoom.ts'

/** Pictures that fill the window, one at a time. */
export function PictureViewer({
  pictures,
  open,
  note,
  actions,
  onGo,
}: {
  /** With whole addresses. */
  readonly pictures: readonly AttachmentWire[]
  /** The address of the one that is shown. */
  readonly open: string
  /** What else there is to say about it, such as whose it is. */
  readonly note?: string
  /** What else can be done with it. */
  readonly actions?: ReactNode
  /** Another one is asked for; null closes. */
  readonly onGo: (url: string | null) => void
}) {
  const { followLink, saveAttachment } = useActions()
  const zooming = useZoom(open)
  const at = pictures.findIndex(({ url }) => url === open)
  const picture = pictures[at]
  // It was deleted while somebody looked at it.
  if (!picture) return null
  const [previous, next] = [pictures[at - 1], pictures[at + 1]]
  const handleKey = (event: KeyboardEvent): void => {
    // With these it is the size of the whole window.
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (zooming.handleKey(event.key)) return event.preventDefault()
    const other = event.key === 'ArrowLeft' ? previous : event.key === 'ArrowRight' ? next : null
    if (other) onGo(other.url)
  }
  const isOneOfSeveral = pictures.length > 1
  const place = isOneOfSeveral ? `${at + 1} of ${pictures.length}` : inUnits(picture.size)
  return (
    <Dialog
      isOpen
      onClose={() => onGo(null)}
      title={picture.name}
      description={note === undefined ? place : `${note} · ${place}`}
      width="full"
      onKeyDown={handleKey}
      footer={
        <>
          <ZoomButtons zooming={zooming} />
          {actions}
          <Button variant="ghost" onClick={() => void followLink(picture.url)}>
            Open outside of Parley
          </Button>
          <Button onClick={() => void saveAttachment(picture)}>Save</Button>
        </>
      }
    >
      <div className={styles['stage']}>
        {isOneOfSeveral && (
          <IconButton
            label="Previous picture"
            disabled={!previous}
            onClick={() => previous && onGo(previous.url)}
          >
            <ChevronLeft aria-hidden="true" />
          </IconButton>
        )}
        <div
          {...zooming.frameProps}
          className={classNames(styles['frame'], zooming.zoom.scale > 1 && styles['zoomed'])}
        >
          <LargePicture key={picture.url} picture={picture} imageProps={zooming.imageProps} />
        </div>
        {isOneOfSeveral && (
          <IconButton label="Next picture" disabled={!next} onClick={() => next && onGo(next.url)}>
            <ChevronRight aria-hidden="true" />
          </IconButton>
        )}
      </div>
    </Dialog>
  )
}

/** The same as wheel, fingers and keys do, for whoever has none of them. */
function ZoomButtons({ zooming }: { readonly zooming: ReturnType<typeof useZoom> }) {
  const { zoom, percent, zoomIn, zoomOut, fit } = zooming
  return (
    <div className={styles['zoom']} role="group" aria-label="Zoom">
      <IconButton label="Zoom out" shortcut="−" disabled={zoom.scale <= 1} onClick={zoomOut}>
        <ZoomOut aria-hidden="true" />
      </IconButton>
      <span className={styles['percent']} role="status">
        {percent !== null && `${percent} %`}
      </span>
      <IconButton label="Zoom in" shortcut="+" onClick={zoomIn}>
        <ZoomIn aria-hidden="true" />
      </IconButton>
      <IconButton label="Fit to the window" shortcut="0" disabled={zoom.scale <= 1} onClick={fit}>
        <Minimize2 aria-hidden="true" />
      </IconButton>
    </div>
  )
}
