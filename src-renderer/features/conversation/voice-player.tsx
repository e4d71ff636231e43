import { Volume2 } from 'lucide-react'
import type { PersonId } from '#shared/domain/ids.ts'
import { PlayButton, usePlaybackOf } from '../../app/parts/play-button.tsx'
import { useActions, useAppState } from '../../app/services-context.tsx'
import {
  playbackOptionsOf,
  minutesOf,
  PLAYBACK_BOOSTS,
  PLAYBACK_RATES,
  timesText,
} from '../../state/playback.ts'
import type { ShownMessage, ShownVoice } from '../../state/timeline.ts'
import { Menu, MenuChoice } from '../../ui/menu.tsx'
import { NewDot } from '../../ui/new-dot.tsx'
import { useConversationTools } from './conversation-tools.tsx'
import styles from './voice-player.module.css'
import { WaveformBars } from './waveform-bars.tsx'

/** Fine enough to drag without steps. */
const STEP_SECONDS = 0.1

/** A recording: plays in its place, and goes on while its message is out of sight. */
export function VoicePlayer({
  voice,
  message,
}: {
  readonly voice: ShownVoice
  readonly message: ShownMessage
}) {
  const { seekPlayback } = useActions()
  const { roomId } = useConversationTools()
  const { path } = voice
  const { id: messageId, authorId, author } = message
  const listened =
    path === null || messageId === null ? null : { path, roomId, messageId, authorId, author }
  const playback = usePlaybackOf(path)
  const duration = playback?.duration ?? voice.duration
  const left = useAppState(({ listened: known }) =>
    messageId === null ? undefined : known.get(messageId),
  )
  const position = playback?.position ?? left ?? 0
  const isNew = left === undefined && messageId !== null && !message.isMine
  return (
    <div
      className={styles['player']}
      role="group"
      aria-label={isNew ? 'Voice message, not listened to yet' : 'Voice message'}
    >
      <PlayButton listened={listened} className={styles['button']} />
      <div className={styles['track']}>
        <WaveformBars waveform={voice.waveform} part={duration ? position / duration : 0} />
        <input
          type="range"
          className={styles['slider']}
          aria-label="Position"
          aria-valuetext={timeText(position, duration)}
          min={0}
          max={duration ?? 0}
          step={STEP_SECONDS}
          value={Math.min(position, duration ?? 0)}
          disabled={duration === null || listened === null}
          onChange={({ target }) => listened && seekPlayback(listened, target.valueAsNumber)}
        />
      </div>
      <span className={styles['time']} aria-hidden="true">
        {position > 0 ? placeText(position, duration) : lengthText(duration)}
        {isNew && <NewDot />}
      </span>
      {authorId !== null && <PlaybackMenu person={authorId} name={author} />}
      {playback?.phase === 'failed' && (
        <span className={styles['failure']} role="alert">
          It cannot be played: it was deleted, or the server cannot be reached.
        </span>
      )}
    </div>
  )
}

/** How fast and how loud this person is played, here and from now on. */
function PlaybackMenu({ person, name }: { readonly person: PersonId; readonly name: string }) {
  const { changePlaybackOptions } = useActions()
  const { overlays } = useConversationTools()
  const { rate, boost } = useAppState((state) => playbackOptionsOf(state.settings.playback, person))
  const isLouder = boost > 1
  return (
    <Menu
      home={overlays}
      trigger={
        <button
          type="button"
          className={styles['speed']}
          aria-label={`Speed ${timesText(rate)}${isLouder ? `, volume ${timesText(boost)}` : ''}`}
        >
          {timesText(rate)}
          {isLouder && <Volume2 aria-hidden="true" />}
        </button>
      }
    >
      <MenuChoice
        label={`Speed of ${name}`}
        value={String(rate)}
        options={RATES}
        onChange={(next) => void changePlaybackOptions(person, { rate: Number(next) })}
      />
      <MenuChoice
        label={`Volume of ${name}`}
        value={String(boost)}
        options={BOOSTS}
        onChange={(next) => void changePlaybackOptions(person, { boost: Number(next) })}
      />
    </Menu>
  )
}

const choicesOf = (factors: readonly number[]) =>
  factors.map((factor) => ({ value: String(factor), label: timesText(factor) }))

const RATES = choicesOf(PLAYBACK_RATES)
const BOOSTS = choicesOf(PLAYBACK_BOOSTS)

/** Nothing where nobody knows: it is known as soon as it is played. */
const lengthText = (duration: number | null): string =>
  duration === null ? '' : minutesOf(duration)

/** With the whole beside it: the place where somebody stopped would pass for the length. */
const placeText = (position: number, duration: number | null): string =>
  duration === null ? minutesOf(position) : `${minutesOf(position)} / ${minutesOf(duration)}`

const timeText = (position: number, duration: number | null): string =>
  duration === null ? minutesOf(position) : `${minutesOf(position)} of ${minutesOf(duration)}`
