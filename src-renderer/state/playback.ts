import type { MessageId, PersonId, RoomId } from '#shared/domain/ids.ts'
import { AS_RECORDED, type PlaybackOptions, type Settings } from '#shared/ipc/settings.ts'
import type { StoredMessageWire } from '#shared/protocol/wire.ts'

/** The recording that is listened to, wherever its message is. */
export interface Playback {
  readonly url: string
  readonly phase: 'loading' | 'playing' | 'paused' | 'failed'
  /** Seconds. */
  readonly position: number
  /** Seconds; null as long as the recording itself does not say. */
  readonly duration: number | null
}

/** Whose voice message is listened to, and where it was said. */
export interface Listening {
  readonly url: string
  readonly roomId: RoomId
  readonly messageId: MessageId
  readonly authorId: PersonId | null
  readonly author: string
}

/** What one can choose from. */
export const PLAYBACK_RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2] as const
export const PLAYBACK_BOOSTS = [1, 2, 3, 4] as const

/** How somebody's voice messages are played on this device. */
export const playbackOptionsOf = (
  playback: Settings['playback'],
  person: PersonId | null,
): PlaybackOptions => (person && playback[person]) ?? AS_RECORDED

/** What is as it was recorded needs no entry, so that the settings do not grow with everybody heard. */
export function withPlaybackOptions(
  playback: Settings['playback'],
  person: PersonId,
  change: Partial<PlaybackOptions>,
): Settings['playback'] {
  const { [person]: before = AS_RECORDED, ...others } = playback
  const after = { ...before, ...change }
  return after.rate === 1 && after.boost === 1 ? others : { ...others, [person]: after }
}

/** 1.5 is "1.5×". */
export const timesText = (factor: number): string => `${factor}×`

/** The voice message right after another one, if the next thing that was said is one. */
export function nextVoice(
  messages: readonly StoredMessageWire[],
  after: MessageId,
): StoredMessageWire | null {
  const at = messages.findIndex(({ id }) => id === after)
  const next = at < 0 ? undefined : messages[at + 1]
  return next?.audio === undefined ? null : next
}

/** So many bars are told apart on a narrow screen. */
const BARS = 44

/** The least height, so that silence is seen too. */
const BAR_MIN = 0.08

/**
 * Peaks from 0 to 255 as bars from 0 to 1: the loudest of each part, as tall as the loudest of all would
 * fill the row. Without peaks they are all alike.
 */
export function barsOf(waveform: readonly number[] | null): readonly number[] {
  if (!waveform || waveform.length === 0) return Array.from({ length: BARS }, () => 0.3)
  const loudest = Math.max(...waveform, 1)
  return Array.from({ length: BARS }, (_, bar) => {
    const from = Math.floor((bar * waveform.length) / BARS)
    const to = Math.max(from + 1, Math.floor(((bar + 1) * waveform.length) / BARS))
    return Math.max(BAR_MIN, Math.max(...waveform.slice(from, to)) / loudest)
  })
}

/** 75 seconds are "1:15". */
export const minutesOf = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`
