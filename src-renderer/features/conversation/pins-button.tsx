import { Pin, PinOff } from 'lucide-react'
import { useState } from 'react'
import type { StoredMessageWire } from '#shared/protocol/wire.ts'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { previewOf } from '../../state/notifying.ts'
import { selectMayPin } from '../../state/selectors.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Popover } from '../../ui/popover.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useConversationTools } from './conversation-tools.tsx'
import styles from './pins-button.module.css'
import { dayName, timeOfDay } from './times.ts'

/** What is pinned here, behind a button: each one leads to where it was said. */
export function PinsButton() {
  const { loadPins } = useActions()
  const { roomId, overlays } = useConversationTools()
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover
      isOpen={isOpen}
      onOpenChange={(next) => {
        setOpen(next)
        if (next) void loadPins(roomId)
      }}
      label="Pinned messages"
      side="bottom"
      home={overlays}
      trigger={
        <IconButton label="Pinned messages" variant="outline">
          <Pin aria-hidden="true" />
        </IconButton>
      }
    >
      <div className={styles['panel']}>
        <h2 className={styles['title']}>Pinned messages</h2>
        <Pinned onLeave={() => setOpen(false)} />
      </div>
    </Popover>
  )
}

function Pinned({ onLeave }: { readonly onLeave: () => void }) {
  const { loadPins } = useActions()
  const { roomId } = useConversationTools()
  const pins = useAppState((state) => state.pins.get(roomId))
  const mayPin = useAppState(selectMayPin)
  if (!pins || pins.phase === 'loading') return <Loading />
  if (pins.phase === 'failed') {
    return (
      <div className={styles['none']} role="alert">
        <p>{pins.reason}</p>
        <Button size="small" onClick={() => void loadPins(roomId)}>
          Try again
        </Button>
      </div>
    )
  }
  if (pins.messages.length === 0) {
    return (
      <p className={styles['none']}>
        Nothing is pinned yet.
        {mayPin && ' Pin what others should find again: it is in the menu of each message.'}
      </p>
    )
  }
  return (
    <ul className={styles['list']} aria-label="Pinned messages">
      {pins.messages.map((message) => (
        <PinnedMessage key={message.id} message={message} mayUnpin={mayPin} onLeave={onLeave} />
      ))}
    </ul>
  )
}

function PinnedMessage({
  message,
  mayUnpin,
  onLeave,
}: {
  readonly message: StoredMessageWire
  readonly mayUnpin: boolean
  readonly onLeave: () => void
}) {
  const { jumpTo, togglePin } = useActions()
  const { id, roomId, seq, user, createdAt } = message
  return (
    <li className={styles['pin']}>
      <button
        type="button"
        className={styles['open']}
        onClick={() => {
          onLeave()
          void jumpTo(roomId, seq)
        }}
      >
        <span className={styles['head']}>
          <span className={styles['author']}>{user}</span>
          <span className={styles['time']}>
            {dayName(createdAt)}, {timeOfDay(createdAt)}
          </span>
        </span>
        <span className={styles['text']} dir="auto">
          {previewOf(message)}
        </span>
      </button>
      {mayUnpin && (
        <IconButton
          label="Unpin"
          className={styles['unpin']}
          onClick={() => void togglePin(roomId, id)}
        >
          <PinOff aria-hidden="true" />
        </IconButton>
      )}
    </li>
  )
}

function Loading() {
  return (
    <div className={styles['none']} role="status" aria-label="Loading pinned messages">
      <Skeleton width="70%" />
      <Skeleton width="52%" />
    </div>
  )
}
