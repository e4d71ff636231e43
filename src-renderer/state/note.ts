import type { RoomId } from '#shared/domain/ids.ts'
import { FLAT, type Waveform } from './waveform.ts'

/** A voice message that is being made; at most one for each conversation, and one that is recorded. */
export interface VoiceNote {
  readonly id: string
  readonly roomId: RoomId
  readonly phase:
    | 'asking'
    | 'recording'
    | 'paused'
    /** Recorded earlier: it can be heard, sent and discarded, and nothing can be added to it. */
    | 'kept'
    /** On its way into the outbox. */
    | 'leaving'
  /** Recorded so far. */
  readonly seconds: number
  readonly waveform: Waveform
  /** Where it can be heard before it is sent; null until somebody wants to. */
  readonly preview: string | null
}

export type VoiceNotes = ReadonlyMap<RoomId, VoiceNote>

/** A voice message has at most so many seconds. */
export const NOTE_MAX_SECONDS = 900

export const newNote = (id: string, roomId: RoomId): VoiceNote => ({
  id,
  roomId,
  phase: 'asking',
  seconds: 0,
  waveform: FLAT,
  preview: null,
})

export const withNote = (notes: VoiceNotes, note: VoiceNote): VoiceNotes =>
  new Map(notes).set(note.roomId, note)

export function withoutNote(notes: VoiceNotes, id: string): VoiceNotes {
  return new Map([...notes].filter(([, note]) => note.id !== id))
}

/** The one that the microphone is open for, or is about to be. */
export const runningNote = (notes: VoiceNotes): VoiceNote | null =>
  [...notes.values()].find(({ phase }) => phase === 'recording' || phase === 'asking') ?? null
