import { useState } from 'react'
import { PictureViewer } from '../../app/parts/picture-viewer.tsx'
import { SmallPicture } from '../../app/parts/small-picture.tsx'
import { useActions } from '../../app/services-context.tsx'
import type { MediaItem } from '../../state/media-list.ts'
import { shortDay } from '../../state/short-day.ts'
import { Button } from '../../ui/button.tsx'
import styles from './media-list.module.css'

/** Whoever looks at one of the last pictures gets to older ones without a stop. */
const LOAD_AHEAD = 3

/** Pictures as tiles; one that is clicked fills the window, with the others beside it. */
export function PictureGrid({ items }: { readonly items: readonly MediaItem[] }) {
  const { openFound, loadMoreMedia } = useActions()
  const [open, setOpen] = useState<string | null>(null)
  const at = items.findIndex(({ file }) => file.url === open)
  const item = items[at]
  const go = (url: string | null): void => {
    setOpen(url)
    const next = items.findIndex(({ file }) => file.url === url)
    if (url !== null && next >= items.length - LOAD_AHEAD) void loadMoreMedia()
  }
  return (
    <>
      <ul className={styles['grid']} aria-label="Pictures">
        {items.map(({ file, message }) => (
          <li key={file.url}>
            <button
              type="button"
              className={styles['tile']}
              aria-label={`Open picture ${file.name} of ${message.user}, ${shortDay(message.createdAt)}`}
              onClick={() => go(file.url)}
            >
              <SmallPicture picture={file} />
            </button>
          </li>
        ))}
      </ul>
      {item && (
        <PictureViewer
          pictures={items.map(({ file }) => file)}
          open={item.file.url}
          note={`${item.message.user}, ${shortDay(item.message.createdAt)}`}
          actions={
            <Button
              variant="ghost"
              onClick={() => {
                setOpen(null)
                void openFound(item.message)
              }}
            >
              Show in conversation
            </Button>
          }
          onGo={go}
        />
      )}
    </>
  )
}
