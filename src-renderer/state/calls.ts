import type { CallMedia } from '#shared/domain/call.ts'
import type { PersonId } from '#shared/domain/ids.ts'
import type { CallWire } from '#shared/protocol/call-wire.ts'
import type { ScreenSource } from '#shared/ipc/screens.ts'
import type { PersonWire } from '#shared/protocol/wire.ts'
import type { PictureLane, PictureName } from '#shared/domain/call-pictures.ts'

export interface CallsOfApp {
  /** The call that this person has or that rings, as the server tells it; null when there is none. */
  readonly call: CallWire | null
  /** Whether it is this device that is in it. */
  readonly isHere: boolean
  /** The server is asked for a call, or to answer one. */
  readonly isAsking: boolean
  /** How the sound is doing between the two devices. */
  readonly line: 'none' | 'connecting' | 'connected' | 'broken'
  /** What the two can compare to know that nobody is in between; null while there is nothing to compare. */
  readonly code: string | null
  /** One has put the other one aside for a while: neither hears the other. */
  readonly isOnHold: boolean
  /** What the other device says of itself. */
  readonly other: CallMedia
  /** Which pictures of one's own go out. */
  readonly own: Readonly<Record<PictureLane, boolean>>
  /** Which pictures of the other end come in. */
  readonly arriving: Readonly<Record<PictureLane, boolean>>
  /** Own invitations into this call, or into the group call that there is instead, that ring now. */
  readonly invited: readonly CallWire[]
  /** What somebody chooses from who wants to show something; null while nobody does. */
  readonly screens: readonly ScreenSource[] | null
}

export const NO_CALL: CallsOfApp = {
  ...{ call: null, isHere: false, isAsking: false },
  ...{ line: 'none', code: null, isOnHold: false, other: {}, screens: null, invited: [] },
  own: { camera: false, screen: false },
  arriving: { camera: false, screen: false },
}

/** What somebody has to do with the call that there is. */
export type CallRole =
  /** It rings here, and can be answered. */
  | 'called'
  /** It rings at the other one. */
  | 'calling'
  | 'talking'
  /** One talks on another device. */
  | 'elsewhere'

export function callRoleOf(
  { call, isHere }: CallsOfApp,
  me: PersonId | null | undefined,
): CallRole | null {
  if (!call || call.phase === 'ended') return null
  if (call.phase === 'ringing') {
    if (call.callee.id === me) return 'called'
    return isHere ? 'calling' : 'elsewhere'
  }
  return isHere ? 'talking' : 'elsewhere'
}

/** The one whom one talks with. */
export const otherOf = (call: CallWire, me: PersonId | null | undefined): CallWire['caller'] =>
  call.caller.id === me ? call.callee : call.caller

export const ownEndOf = (call: CallWire, me: PersonId | null | undefined): CallWire['caller'] =>
  call.caller.id === me ? call.caller : call.callee

/** Whether the two talk, or are about to. */
export const isAnswered = (call: CallWire | null): call is CallWire =>
  call?.phase === 'connecting' || call?.phase === 'connected'

/** Whether this device is connected, and the one that it talks with is not. */
export function isLeftAlone(
  { call, isHere }: CallsOfApp,
  me: PersonId | null | undefined,
): boolean {
  return isHere && isAnswered(call) && otherOf(call, me).isAway && !ownEndOf(call, me).isAway
}

/** Whoever of the two wanted it: nobody is heard or seen until the same one goes on. */
export const isSilentByHold = ({ isHere, isOnHold, other }: CallsOfApp): boolean =>
  isHere && (isOnHold || other.isOnHold === true)

/** How it came to nothing, for whoever called; null when they know by themselves. */
export function wordsForEnd(call: CallWire, me: PersonWire | null): string | null {
  const isMine = call.caller.id === me?.id
  const { name } = otherOf(call, me?.id)
  switch (call.reason) {
    case 'busy':
      return isMine ? `${name} is in another call.` : null
    case 'unreachable':
      return isMine ? `${name} cannot be reached now.` : null
    case 'missed':
      return isMine ? `${name} did not answer.` : null
    case 'declined':
      return isMine ? `${name} declined the call.` : null
    case 'failed':
      return call.connectedAt === null
        ? `There was no connection to ${name}.`
        : `The call with ${name} was lost.`
    default:
      return null
  }
}

/** Whether somebody who called may want to say it all the same. */
export const isWorthAMessage = ({ reason }: CallWire): boolean =>
  reason === 'busy' || reason === 'unreachable' || reason === 'missed'

/** Of two pieces of news about the same call the newer one; a call that is over stays over. */
export function newerCall(known: CallWire | null, told: CallWire): CallWire | null {
  if (known?.id === told.id) return told.revision >= known.revision ? told : known
  return told.phase === 'ended' ? known : told
}

/** Whether nothing comes through for the moment of a call in which something did. */
export const isReconnecting = ({ call, line }: Pick<CallsOfApp, 'call' | 'line'>): boolean =>
  line === 'broken' || (line === 'connecting' && call?.phase === 'connected')

/** How the call is doing, in a few words. */
export function callWords({ call, line, isOnHold, other }: CallsOfApp): string {
  if (!call) return ''
  if (call.phase === 'ringing') return 'Ringing…'
  if (isReconnecting({ call, line })) return 'Reconnecting…'
  if (call.phase === 'connecting') return 'Connecting…'
  if (isOnHold) return 'On hold'
  if (other.isOnHold === true) return 'You are on hold'
  return other.isMuted === true ? 'They are muted' : 'In a call'
}

export const OWN_CAMERA: PictureName = { lane: 'camera', of: null }
export const OWN_SCREEN: PictureName = { lane: 'screen', of: null }

/** What is to be seen of the call of two that this device is in, the most wanted first. */
export function picturesOf(
  calls: CallsOfApp,
  me: PersonId | null | undefined,
): readonly PictureName[] {
  const { call, isHere, other, own, arriving } = calls
  if (!call || !isHere || isSilentByHold(calls)) return []
  const of = otherOf(call, me).id
  // A client that says nothing of itself is seen when something comes from it.
  return [
    (other.isSharing ?? arriving.screen) && { lane: 'screen' as const, of },
    (other.isCameraOn ?? arriving.camera) && { lane: 'camera' as const, of },
    own.camera && OWN_CAMERA,
    own.screen && OWN_SCREEN,
  ].filter((name) => name !== false)
}
