import type { RecordingInto } from '#shared/domain/audio.ts'
import type { PersonId } from '#shared/domain/ids.ts'
import type { VoiceStayId } from '#shared/domain/voice.ts'
import type { VoicePersonWire } from '#shared/protocol/voice-wire.ts'
import type { VoiceOfApp } from './voice.ts'

/** What a recording is of; kept by itself, because the room may be gone when it is saved. */
interface Recorded {
  readonly stay: VoiceStayId
  readonly into: RecordingInto
  readonly room: string
  readonly me: { readonly id: PersonId; readonly name: string }
}

/** Where this device is with recording the voice that it is in. */
export type Recording =
  | { readonly phase: 'off' }
  /** Nothing is recorded before the server said yes, and told everybody. */
  | ({ readonly phase: 'asking'; readonly isGranted: boolean } & Recorded)
  /** `since` is in milliseconds since 1970. */
  | ({ readonly phase: 'running'; readonly since: number } & Recorded)
  /** It is over, and the files are being made. */
  | { readonly phase: 'saving' }

export const NOT_RECORDING: Recording = { phase: 'off' }

/**
 * What becomes of the own recording when something about voice changed. It runs while the server names
 * this stay as recording, not a moment longer; what was recorded until then is saved.
 */
export function recordingAfter(
  recording: Recording,
  { voice, now }: { readonly voice: VoiceOfApp; readonly now: number },
): Recording {
  switch (recording.phase) {
    case 'asking': {
      if (!isInStay(voice, recording)) return NOT_RECORDING
      if (!recording.isGranted || !isNamed(voice, recording)) return recording
      const { stay, into, room, me } = recording
      return { phase: 'running', since: now, stay, into, room, me }
    }
    case 'running': {
      const goesOn = isInStay(voice, recording) && isNamed(voice, recording)
      return goesOn ? recording : { phase: 'saving' }
    }
    default:
      return recording
  }
}

const isInStay = ({ link }: VoiceOfApp, { stay }: Recorded): boolean =>
  link.phase === 'in' && link.stay === stay

const isNamed = (voice: VoiceOfApp, { me }: Recorded): boolean =>
  recordersHere(voice).some(({ id }) => id === me.id)

/** Whether closing the page would lose what was recorded. */
export const isUnsaved = ({ phase }: Recording): boolean =>
  phase === 'running' || phase === 'saving'

const NOBODY: readonly VoicePersonWire[] = []

/** Who records in the room whose voice this device is in. */
const recordersHere = ({ link, rooms }: VoiceOfApp): readonly VoicePersonWire[] =>
  link.phase === 'in' ? recordersOf(rooms.get(link.roomId) ?? NOBODY) : NOBODY

const recordersOf = (people: readonly VoicePersonWire[]): readonly VoicePersonWire[] =>
  people.filter(({ isRecording }) => isRecording)

/** Who began to record, or ended it, from the view of somebody who was there or steps in just now. */
export function recordingChange(
  before: VoiceOfApp,
  after: VoiceOfApp,
): { readonly began: readonly VoicePersonWire[]; readonly ended: readonly VoicePersonWire[] } {
  if (after.link.phase !== 'in') return { began: NOBODY, ended: NOBODY }
  const wasThere = before.link.phase === 'in' && before.link.stay === after.link.stay
  const was = wasThere ? recordersHere(before) : NOBODY
  const is = recordersHere(after)
  const isMissingIn =
    (people: readonly VoicePersonWire[]) =>
    ({ id }: VoicePersonWire): boolean =>
      !people.some((other) => other.id === id)
  return { began: is.filter(isMissingIn(was)), ended: was.filter(isMissingIn(is)) }
}

/** "Anna records", "You and Ben record"; null while nobody does. */
export function recordingWords(
  people: readonly VoicePersonWire[],
  me: PersonId | null | undefined,
): string | null {
  const recorders = recordersOf(people)
  const names = recorders.map(({ id, name }) => (id === me ? 'You' : name))
  const last = names.at(-1)
  if (last === undefined) return null
  const isOneOther = names.length === 1 && last !== 'You'
  const first = names.slice(0, -1).join(', ')
  return `${first === '' ? last : `${first} and ${last}`} ${isOneOther ? 'records' : 'record'}`
}
