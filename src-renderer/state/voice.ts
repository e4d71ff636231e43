import {
  NO_DEVICES,
  type AudioDevices,
  type MicrophoneState,
  type NoiseSuppression,
  type VoiceQuality,
} from '#shared/domain/audio.ts'
import { isGroupCall } from '#shared/domain/group-calls.ts'
import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { VoiceEndReason, VoiceState, VoiceStayId } from '#shared/domain/voice.ts'
import type { VoicePersonWire, VoiceRoomWire } from '#shared/protocol/voice-wire.ts'

/** Where this device is with voice. */
export type VoiceLink =
  | { readonly phase: 'out'; readonly because: VoiceEndReason | null }
  /** Asked for by a person; nothing is heard yet. */
  | { readonly phase: 'joining'; readonly roomId: RoomId }
  | {
      readonly phase: 'in'
      readonly roomId: RoomId
      readonly stay: VoiceStayId
      /** Milliseconds since 1970. */
      readonly since: number
    }
  /** The connection broke off, and comes back by itself. */
  | { readonly phase: 'rejoining'; readonly roomId: RoomId }

export interface VoiceOfApp {
  readonly link: VoiceLink
  /** What the person wants, in voice or not; kept from one stay to the next. */
  readonly isMuted: boolean
  readonly isDeafened: boolean
  /** With push-to-talk: whether the key is held. */
  readonly isTalkKeyHeld: boolean
  /** The same of the key that is heard while another program has the focus, or that was switched on. */
  readonly isGlobalTalkHeld: boolean
  readonly microphone: MicrophoneState
  /** What is really done about noise while the microphone is open; null while it is not. */
  readonly noiseSuppression: NoiseSuppression | null
  readonly devices: AudioDevices
  /** Level of the own microphone as it goes out, 0 to 1, while somebody watches a meter. */
  readonly level: number
  /** Who speaks now, oneself included. */
  readonly speaking: ReadonlySet<PersonId>
  /** Who is in voice anywhere, in the order in which they came; rooms without anybody are left out. */
  readonly rooms: ReadonlyMap<RoomId, readonly VoicePersonWire[]>
  /** The newest last; empty before anything was measured. */
  readonly quality: readonly VoiceQuality[]
}

/** As many measurements as the chart shows. */
export const QUALITY_KEPT = 60

export const SILENT: VoiceOfApp = {
  link: { phase: 'out', because: null },
  isMuted: false,
  isDeafened: false,
  isTalkKeyHeld: false,
  isGlobalTalkHeld: false,
  microphone: 'unasked',
  noiseSuppression: null,
  devices: NO_DEVICES,
  level: 0,
  speaking: new Set(),
  rooms: new Map(),
  quality: [],
}

/** Whether a key says that one talks, whichever heard it. */
export const isTalkHeld = ({
  isTalkKeyHeld,
  isGlobalTalkHeld,
}: Pick<VoiceOfApp, 'isTalkKeyHeld' | 'isGlobalTalkHeld'>): boolean =>
  isTalkKeyHeld || isGlobalTalkHeld

/** Pressing "mute": whoever is deafened wants to talk again, and so hears again as well. */
export const afterMutePress = ({ isMuted, isDeafened }: VoiceState): VoiceState =>
  isDeafened ? { isMuted: false, isDeafened: false } : { isMuted: !isMuted, isDeafened }

/** Pressing "deafen": hearing again brings back whatever the microphone was before. */
export const afterDeafenPress = ({ isMuted, isDeafened }: VoiceState): VoiceState => ({
  isMuted,
  isDeafened: !isDeafened,
})

/** The room in whose voice this device is, or is about to be; null when it is out. */
export const roomOfLink = (link: VoiceLink): RoomId | null =>
  link.phase === 'out' ? null : link.roomId

type Rooms = VoiceOfApp['rooms']

/** Who is in voice in one room now, among all the others. */
export function withVoicePeople(
  rooms: Rooms,
  roomId: RoomId,
  people: readonly VoicePersonWire[],
): Rooms {
  const next = new Map(rooms)
  if (people.length === 0) next.delete(roomId)
  else next.set(roomId, people)
  return next
}

/**
 * What the server said when it was asked for everybody. A room that was told of while the answer was
 * on its way is newer than the answer.
 */
export function withListed(asked: Rooms, now: Rooms, listed: readonly VoiceRoomWire[]): Rooms {
  const next = new Map<RoomId, readonly VoicePersonWire[]>(
    listed.filter(({ people }) => people.length > 0).map(({ roomId, people }) => [roomId, people]),
  )
  for (const roomId of new Set([...asked.keys(), ...now.keys()])) {
    const known = now.get(roomId)
    // Who is in a group call is told to those who are in it, and not in that list.
    if (known === asked.get(roomId) && !isGroupCall(roomId)) continue
    if (known) next.set(roomId, known)
    else next.delete(roomId)
  }
  return next
}

/** Who came and who went, of others. */
export function comings(
  before: readonly VoicePersonWire[],
  after: readonly VoicePersonWire[],
  me: PersonId | null | undefined,
): { readonly came: readonly VoicePersonWire[]; readonly went: readonly VoicePersonWire[] } {
  const isMissingIn = (people: readonly VoicePersonWire[]) => (person: VoicePersonWire) =>
    person.id !== me && !people.some(({ id }) => id === person.id)
  return { came: after.filter(isMissingIn(before)), went: before.filter(isMissingIn(after)) }
}

/** Whether a moderator lets nobody hear somebody in the room that this device is in. */
export const isSilenced = (
  { link, rooms }: VoiceOfApp,
  person: PersonId | null | undefined,
): boolean =>
  link.phase !== 'out' &&
  (rooms.get(link.roomId)?.some(({ id, isSilenced: is }) => is && id === person) ?? false)

/** Those whom the server hears, and oneself by the own ear, which is quicker. */
export function speakingWith(
  heard: ReadonlySet<PersonId>,
  me: PersonId | undefined,
  isSpeaking: boolean,
): ReadonlySet<PersonId> {
  const next = new Set(heard)
  if (me !== undefined && isSpeaking) next.add(me)
  else if (me !== undefined) next.delete(me)
  return next
}

export const isSameSet = <Item>(a: ReadonlySet<Item>, b: ReadonlySet<Item>): boolean =>
  a.size === b.size && [...a].every((item) => b.has(item))

export const withQuality = (
  known: readonly VoiceQuality[],
  measured: VoiceQuality,
): readonly VoiceQuality[] => [...known, measured].slice(-QUALITY_KEPT)
