import { Ban, BellOff } from 'lucide-react'
import type { StoredMessageWire } from '#shared/protocol/wire.ts'
import { PersonAvatar } from '../../app/parts/person-avatar.tsx'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { callEntryWords } from '../../state/call-entry.ts'
import { selectDirects } from '../../state/conversations-list.ts'
import { previewOf } from '../../state/notifying.ts'
import { PRESENCE_WORDS } from '../../state/presence.ts'
import type { Summary } from '../../state/summaries.ts'
import { CountBadge } from '../../ui/count-badge.tsx'
import { ConversationRow, type RenderMenu } from './conversation-row.tsx'
import styles from './direct-list.module.css'

/** Those with whom somebody talks alone, the newest conversation first. */
export function DirectList({ renderMenu }: { readonly renderMenu: RenderMenu }) {
  const directs = useAppState(selectDirects)
  return (
    <ul className={styles['list']} aria-label="Direct messages">
      {directs.length === 0 && (
        <li className={styles['none']}>
          Choose somebody in the list of people to write to them alone.
        </li>
      )}
      {directs.map((summary) => (
        <DirectRow key={summary.roomId} summary={summary} renderMenu={renderMenu} />
      ))}
    </ul>
  )
}

function DirectRow({
  summary,
  renderMenu,
}: {
  readonly summary: Summary
  readonly renderMenu: RenderMenu
}) {
  const { openConversation } = useActions()
  const { roomId, withId, lastMessage, unread, notify } = summary
  const person = useAppState((state) => (withId === null ? undefined : state.profiles.get(withId)))
  const me = useAppState((state) => state.me?.id)
  const isBlocked = useAppState(
    (state) => withId !== null && (state.me?.blocked.includes(withId) ?? false),
  )
  const name = person?.name ?? lastMessage?.user ?? 'Somebody'
  const presence = person?.presence ?? 'offline'
  const isQuiet = notify === 'nothing' || isBlocked
  return (
    <ConversationRow
      roomId={roomId}
      isUnread={unread > 0}
      isQuiet={isQuiet}
      hasMark={unread > 0 || isQuiet}
      onOpen={() => void openConversation(roomId)}
      renderMenu={renderMenu}
    >
      <PersonAvatar id={withId} name={name} presence={presence} />
      <span className={styles['text']}>
        <span className={styles['name']}>{name}</span>
        <span className="visually-hidden">, {PRESENCE_WORDS[presence]}</span>
        {lastMessage && (
          <span className={styles['last']} dir="auto">
            <LastWords message={lastMessage} isMine={lastMessage.userId === me} />
          </span>
        )}
      </span>
      {isBlocked ? (
        <Ban className={styles['mark']} role="img" aria-label="Blocked" />
      ) : (
        notify === 'nothing' && (
          <BellOff className={styles['mark']} role="img" aria-label="Notifications off" />
        )
      )}
      {notify !== 'nothing' && <CountBadge count={unread} label="unread messages" />}
    </ConversationRow>
  )
}

/** A call in the words that the conversation has for it; it was not said by anybody. */
function LastWords({
  message,
  isMine,
}: {
  readonly message: StoredMessageWire
  readonly isMine: boolean
}) {
  const { call, deletedAt } = message
  if (call && deletedAt === null) return callEntryWords(call, isMine)
  return `${isMine ? 'You: ' : ''}${previewOf(message)}`
}
