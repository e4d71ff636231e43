import { useState, type CSSProperties } from 'react'
import type { AttachmentWire } from '#shared/protocol/wire.ts'
import { PictureViewer } from '../../app/parts/picture-viewer.tsx'
import { SmallPicture } from '../../app/parts/small-picture.tsx'
import styles from './pictures.module.css'

/** The pictures of a message; one that is clicked fills the window. */
export function Pictures({ pictures }: { readonly pictures: readonly AttachmentWire[] }) {
  const [open, setOpen] = useState<string | null>(null)
  return (
    <>
      <div className={styles['row']}>
        {pictures.map((picture) => (
          <button
            key={picture.url}
            type="button"
            className={styles['open']}
            aria-label={`Open picture ${picture.name}`}
            onClick={() => setOpen(picture.url)}
          >
            <SmallPicture
              picture={picture}
              className={styles['picture']}
              // Its place is there before it is, so that nothing moves.
              style={placeOf(picture)}
            />
          </button>
        ))}
      </div>
      {open !== null && <PictureViewer pictures={pictures} open={open} onGo={setOpen} />}
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
