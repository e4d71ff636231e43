import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useState, type CSSProperties, type KeyboardEvent } from 'react'
import type { AttachmentWire } from '#shared/protocol/wire.ts'
import { useActions } from '../../app/services-context.tsx'
import { inUnits } from '../../state/attaching.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import styles from './pictures.module.css'

/** The pictures of a message; one that is clicked fills the window. */
export function Pictures({ pictures }: { readonly pictures: readonly AttachmentWire[] }) {
  const [open, setOpen] = useState<number | null>(null)
  return (
    <>
      <div className={styles['row']}>
        {pictures.map((picture, index) => (
          <button
            key={picture.url}
            type="button"
            className={styles['open']}
            aria-label={`Open picture ${picture.name}`}
            onClick={() => setOpen(index)}
          >
            <img
              className={styles['picture']}
              src={picture.url}
              alt=""
              loading="lazy"
              // Its place is there before it is, so that nothing moves.
              style={placeOf(picture)}
            />
          </button>
        ))}
      </div>
      {open !== null && <Viewer pictures={pictures} at={open} onGo={setOpen} />}
    </>
  )
}

/** The most that a picture takes of a conversation, in pixels. */
const SHOWN_MAX = { width: 360, height: 300 }

function placeOf({ width, height }: AttachmentWire): CSSProperties {
  if (width === null || height === null) return {}
  const scale = Math.min(1, SHOWN_MAX.width / width, SHOWN_MAX.height / height)
  return { width: Math.round(width * scale), aspectRatio: `${width} / ${height}` }
}

function Viewer({
  pictures,
  at,
  onGo,
}: {
  readonly pictures: readonly AttachmentWire[]
  readonly at: number
  readonly onGo: (at: number | null) => void
}) {
  const { followLink } = useActions()
  const picture = pictures[at]
  if (!picture) return null
  const go = (step: 1 | -1): void => {
    const next = at + step
    if (next >= 0 && next < pictures.length) onGo(next)
  }
  const handleKey = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowLeft') go(-1)
    else if (event.key === 'ArrowRight') go(1)
  }
  const isOneOfSeveral = pictures.length > 1
  return (
    <Dialog
      isOpen
      onClose={() => onGo(null)}
      title={picture.name}
      description={isOneOfSeveral ? `${at + 1} of ${pictures.length}` : inUnits(picture.size)}
      width="full"
      onKeyDown={handleKey}
      footer={<Button onClick={() => void followLink(picture.url)}>Open outside of Parley</Button>}
    >
      <div className={styles['stage']}>
        {isOneOfSeveral && (
          <IconButton label="Previous picture" disabled={at === 0} onClick={() => go(-1)}>
            <ChevronLeft aria-hidden="true" />
          </IconButton>
        )}
        <img className={styles['large']} src={picture.url} alt={picture.name} />
        {isOneOfSeveral && (
          <IconButton
            label="Next picture"
            disabled={at === pictures.length - 1}
            onClick={() => go(1)}
          >
            <ChevronRight aria-hidden="true" />
          </IconButton>
        )}
      </div>
    </Dialog>
  )
}
