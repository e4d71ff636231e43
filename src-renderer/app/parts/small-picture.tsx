import { useState, type CSSProperties } from 'react'
import type { AttachmentWire } from '#shared/protocol/wire.ts'

/**
 * A picture among others: its preview, and the picture itself where it has none or that cannot be had.
 * What it shows is said by what it stands in.
 */
export function SmallPicture({
  picture,
  className,
  style,
}: {
  /** With whole addresses. */
  readonly picture: AttachmentWire
  readonly className?: string | undefined
  readonly style?: CSSProperties
}) {
  const [isLost, setLost] = useState(false)
  const { preview, url } = picture
  return (
    <img
      className={className}
      style={style}
      src={preview && !isLost ? preview.url : url}
      alt=""
      loading="lazy"
      decoding="async"
      onError={() => setLost(true)}
    />
  )
}
