import { PlayButton, usePlaybackOf } from '../../app/parts/play-button.tsx'
import { useAppState } from '../../app/services-context.tsx'
import type { StoredMessageWire } from '#shared/protocol/wire.ts'
import { minutesOf } from '../../state/playback.ts'
import { shortDay } from '../../state/short-day.ts'
import { NewDot } from '../../ui/new-dot.tsx'
import { JumpButton } from './jump-button.tsx'
import styles from './media-list.module.css'

/** Voice messages by who spoke; they play where they are, one at a time. */
export function VoiceRows({ messages }: { readonly messages: readonly StoredMessageWire[] }) {
  return (
    <ul className={styles['rows']} aria-label="Voice messages">
      {messages.map((message) => (
        <li key={message.id} className={styles['row']}>
          <VoiceRow message={message} />
        </li>
      ))}
    </ul>
  )
}

function VoiceRow({ message }: { readonly message: StoredMessageWire }) {
  const { id: messageId, roomId, userId, user, audio, createdAt } = message
  const isNew = useAppState(({ listened: known, me }) => userId !== me?.id && !known.has(messageId))
  const playback = usePlaybackOf(audio ?? null)
  const seconds = playback?.duration ?? message.duration
  const listened =
    audio === undefined ? null : { path: audio, roomId, messageId, authorId: userId, author: user }
  return (
    <>
      <PlayButton listened={listened} className={styles['play']} />
      <div className={styles['about']}>
        <span className={styles['name']} dir="auto">
          {user}
          {isNew && (
            <>
              <NewDot />
              <span className="visually-hidden">, not listened to yet</span>
            </>
          )}
        </span>
        <span className={styles['note']}>
          {playback && `${minutesOf(playback.position)} of `}
          {seconds === undefined ? '' : `${minutesOf(seconds)} · `}
          {shortDay(createdAt)}
        </span>
        {playback?.phase === 'failed' && (
          <span className={styles['failure']} role="alert">
            It cannot be played now.
          </span>
        )}
      </div>
      <JumpButton message={message} what={`the voice message of ${user}`} />
    </>
  )
}
