import { useState, type CSSProperties } from 'react'
import type { AttachmentWire } from '#shared/protocol/wire.ts'
import styles from './picture-viewer.module.css'
import type { useZoom } from './use-zoom.ts'

/** A picture as it was sent. Until it has come its preview stands in its place, as large as it will be. */
export function LargePicture({
  picture,
  imageProps,
}: {
  readonly picture: AttachmentWire
  readonly imageProps: ReturnType<typeof useZoom>['imageProps']
}) {
  const [isThere, setThere] = useState(false)
  const { style, onLoad, ...rest } = imageProps
  return (
    <img
      {...rest}
      className={styles['large']}
      src={picture.url}
      alt={picture.name}
      draggable={false}
      style={isThere ? style : { ...style, ...standInFor(picture) }}
      onLoad={() => {
        setThere(true)
        onLoad()
      }}
    />
  )
}

/** Nothing where nobody said how large the picture will be. */
function standInFor({ preview, width, height }: AttachmentWire): CSSProperties {
  if (!preview || width === null || height === null) return {}
  return {
    backgroundImage: `url("${preview.url}")`,
    aspectRatio: `${width} / ${height}`,
    width: `min(100cqw, 100cqh * ${width / height}, ${width}px)`,
  }
}
