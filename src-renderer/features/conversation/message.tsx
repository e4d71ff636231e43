import { CircleAlert, Clock } from 'lucide-react'
import type { RoomId } from '#shared/domain/ids.ts'
import { useActions } from '../../app/services-context.tsx'
import type { OutgoingMessage } from '../../state/conversation.ts'
import type { ShownMessage } from '../../state/timeline.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { MessageText } from './message-text.tsx'
import styles from './message.module.css'
import { fullTime, timeOfDay } from './times.ts'

export function Message({
  message,
  isContinued,
  roomId,
}: {
  readonly message: ShownMessage
  readonly isContinued: boolean
  readonly roomId: RoomId
}) {
  const { outgoing } = message
  return (
    <article
      className={classNames(
        styles['message'],
        isContinued && styles['continued'],
        outgoing && styles['outgoing'],
        outgoing?.state.phase === 'failed' && styles['failed'],
      )}
      aria-label={`${message.author}, ${timeOfDay(message.createdAt)}`}
    >
      {isContinued ? (
        <Time at={message.createdAt} className={styles['sideTime']} />
      ) : (
        <Avatar name={message.author} size="large" />
      )}
      <div className={styles['body']}>
        {!isContinued && (
          <div className={styles['head']}>
            <span className={styles['author']}>{message.author}</span>
            <Time at={message.createdAt} className={styles['time']} />
            {outgoing?.state.phase === 'sending' && (
              <Clock className={styles['clock']} aria-label="Sending" role="img" />
            )}
          </div>
        )}
        <MessageText text={message.text} />
        {outgoing?.state.phase === 'failed' && (
          <Failed outgoing={outgoing} reason={outgoing.state.reason} roomId={roomId} />
        )}
      </div>
    </article>
  )
}

function Time({ at, className }: { readonly at: number; readonly className: string | undefined }) {
  return (
    <time className={className} dateTime={new Date(at).toISOString()} title={fullTime(at)}>
      {timeOfDay(at)}
    </time>
  )
}

/** A message that did not get through stays, with both ways on. */
function Failed({
  outgoing,
  reason,
  roomId,
}: {
  readonly outgoing: OutgoingMessage
  readonly reason: string
  readonly roomId: RoomId
}) {
  const { retryMessage, discardMessage } = useActions()
  return (
    <div className={styles['failure']} role="alert">
      <CircleAlert aria-hidden="true" />
      <span className={styles['reason']}>{reason}</span>
      <Button size="small" onClick={() => retryMessage(roomId, outgoing.clientId)}>
        Try again
      </Button>
      <Button
        variant="ghost"
        size="small"
        onClick={() => discardMessage(roomId, outgoing.clientId)}
      >
        Discard
      </Button>
    </div>
  )
}
