import { isGroupCall } from '#shared/domain/group-calls.ts'
import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import { recordingChange } from './recording.ts'
import { comings, type VoiceLink, type VoiceOfApp } from './voice.ts'

interface Names {
  readonly me: PersonId | null
  readonly roomName: (roomId: RoomId) => string
}

/** What somebody who does not look at the screen is told when voice changes, as sentences. */
export function voiceNews(before: VoiceOfApp, after: VoiceOfApp, names: Names): readonly string[] {
  return [
    ...linkNews(before.link, after.link, names),
    ...ownNews(before, after),
    ...othersNews(before, after, names),
    ...recordingNews(before, after, names),
  ]
}

function linkNews(before: VoiceLink, after: VoiceLink, { roomName }: Names): readonly string[] {
  if (after.phase === 'in') {
    if (before.phase === 'in' && before.roomId === after.roomId) return []
    const isCall = isGroupCall(after.roomId)
    const isBack = before.phase === 'rejoining' && before.roomId === after.roomId
    if (isBack) return [isCall ? 'The call is back.' : 'Voice is back.']
    return [isCall ? 'You are in the call.' : `Joined voice in ${roomName(after.roomId)}.`]
  }
  if (after.phase === 'rejoining') {
    const what = isGroupCall(after.roomId) ? 'The connection of the call' : 'The voice connection'
    return before.phase === 'in' ? [`${what} was lost. Trying again.`] : []
  }
  // Whoever did not leave by themselves is told by a notice, which is read out as well.
  const hasLeft = before.phase !== 'out' && after.phase === 'out' && after.because === null
  return hasLeft ? [`Left ${placeWords(before.roomId)}.`] : []
}

/** Deafening mutes as well; saying one of them is enough. */
function ownNews(before: VoiceOfApp, after: VoiceOfApp): readonly string[] {
  if (before.isDeafened !== after.isDeafened) {
    return [after.isDeafened ? 'Deafened.' : 'Undeafened.']
  }
  if (before.isMuted !== after.isMuted) return [after.isMuted ? 'Muted.' : 'Unmuted.']
  return []
}

/** Who came and went while this device was there. */
function othersNews(before: VoiceOfApp, after: VoiceOfApp, { me }: Names): readonly string[] {
  if (before.link.phase !== 'in' || after.link.phase !== 'in') return []
  if (before.link.roomId !== after.link.roomId) return []
  const was = before.rooms.get(before.link.roomId) ?? []
  const is = after.rooms.get(after.link.roomId) ?? []
  const { came, went } = comings(was, is, me)
  const place = placeWords(after.link.roomId)
  return [
    ...came.map(({ name }) => `${name} joined ${place}.`),
    ...went.map(({ name }) => `${name} left ${place}.`),
  ]
}

const placeWords = (id: RoomId): string => (isGroupCall(id) ? 'the call' : 'voice')

/** Whoever steps in hears of a recording that runs already; it is heard by a chime as well. */
function recordingNews(before: VoiceOfApp, after: VoiceOfApp, { me }: Names): readonly string[] {
  const { began, ended } = recordingChange(before, after)
  return [
    ...began.map(({ id, name }) => (id === me ? 'You record.' : `${name} records.`)),
    ...ended.map(({ id, name }) =>
      id === me ? 'You no longer record.' : `${name} no longer records.`,
    ),
  ]
}
