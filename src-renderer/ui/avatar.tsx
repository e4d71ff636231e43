import { useState } from 'react'
import styles from './avatar.module.css'
import { classNames } from './class-names.ts'
import { initialsOf } from './initials.ts'
import { nameColour } from './name-colour.ts'

/** A person as a picture, or as a coloured circle with initials. Always beside the name, so it says nothing itself. */
export function Avatar({
  name,
  size = 'medium',
  presence,
  picture = null,
}: {
  readonly name: string
  readonly size?: 'small' | 'medium' | 'large' | 'huge'
  /** Address of what stands there instead of the initials. */
  readonly picture?: string | null
  /** A mark of its own form for each state, so that the colour is not all there is to see. */
  readonly presence?: 'online' | 'idle' | 'dnd' | 'offline' | undefined
}) {
  const circle = (
    <span
      aria-hidden="true"
      className={classNames(
        styles['avatar'],
        styles[size],
        presence === 'offline' && styles['absent'],
      )}
      data-initials={initialsOf(name)}
      style={{ background: nameColour(name) }}
    >
      {picture !== null && <Picture key={picture} address={picture} />}
    </span>
  )
  if (presence === undefined) return circle
  return (
    <span aria-hidden="true" className={classNames(styles['frame'], styles[`${size}Frame`])}>
      {circle}
      <span className={classNames(styles['presence'], styles[presence])} />
    </span>
  )
}

/** What cannot be fetched leaves the initials that are under it. */
function Picture({ address }: { readonly address: string }) {
  const [isBroken, setBroken] = useState(false)
  if (isBroken) return null
  return <img src={address} alt="" draggable={false} onError={() => setBroken(true)} />
}

/** A server as a rounded square with initials. */
export function ServerBadge({
  name,
  isActive = false,
}: {
  readonly name: string
  readonly isActive?: boolean
}) {
  return (
    <span
      aria-hidden="true"
      data-initials={initialsOf(name)}
      className={classNames(styles['server'], isActive && styles['active'])}
    />
  )
}
