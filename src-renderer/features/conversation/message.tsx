import { Clock, Pin, Trash2 } from 'lucide-react'
import { useState, type FocusEvent, type MouseEvent } from 'react'
import { PersonAvatar } from '../../app/parts/person-avatar.tsx'
import { useActions, useAppState } from '../../app/services-context.tsx'
import type { ShownMessage } from '../../state/timeline.ts'
import { classNames } from '../../ui/class-names.ts'
import { ContextMenu } from '../../ui/menu.tsx'
import { COARSE_POINTER, useMediaQuery } from '../../ui/use-media-query.ts'
import { CallEntry } from './call-entry.tsx'
import { Carried } from './carried.tsx'
import { useConversationTools } from './conversation-tools.tsx'
import { DeliveryMark } from './delivery-mark.tsx'
import { EditBox } from './edit-box.tsx'
import { FailedMessage } from './failed-message.tsx'
import { MessageMenuItems } from './message-menu-items.tsx'
import { MessageText } from './message-text.tsx'
import { MessageToolbar } from './message-toolbar.tsx'
import styles from './message.module.css'
import { Quote } from './quote.tsx'
import { ReactionChips } from './reaction-chips.tsx'
import { fullTime, timeOfDay } from './times.ts'
import { useMessageActions } from './use-message-actions.ts'

export interface MessageProps {
  readonly message: ShownMessage
  readonly isContinued: boolean
  /** Somebody jumped here; shown for a moment. */
  readonly isTarget: boolean
}

export function Message({ message, isContinued, isTarget }: MessageProps) {
  const { overlays } = useConversationTools()
  const editing = useAppState((state) =>
    message.id !== null && state.editing?.messageId === message.id ? state.editing : null,
  )
  const actions = useMessageActions(message)
  const reach = useReach()
  const { outgoing } = message
  const article = (
    <article
      {...reach.handlers}
      className={classNames(
        styles['message'],
        isContinued && styles['continued'],
        message.isToMe && styles['toMe'],
        isTarget && styles['target'],
        outgoing && styles['outgoing'],
        outgoing?.state.phase === 'failed' && styles['failed'],
      )}
      tabIndex={-1}
      data-message={message.id ?? undefined}
      aria-label={`${message.author}, ${timeOfDay(message.createdAt)}`}
    >
      {isContinued ? (
        <Side message={message} />
      ) : (
        <PersonAvatar id={message.authorId} name={message.author} size="large" />
      )}
      <div className={styles['body']}>
        {!isContinued && <Head message={message} />}
        {message.pin && (
          <p className={styles['pinned']}>
            <Pin aria-hidden="true" /> Pinned by {message.pin.user}
          </p>
        )}
        {message.replyTo && <Quote quote={message.replyTo} />}
        {editing ? <EditBox editing={editing} /> : <Said message={message} />}
        {message.id !== null && (
          <ReactionChips messageId={message.id} reactions={message.reactions} />
        )}
        {message.delivery && <DeliveryMark delivery={message.delivery} />}
        {outgoing?.state.phase === 'failed' && (
          <FailedMessage clientId={outgoing.clientId} reason={outgoing.state.reason} />
        )}
      </div>
      {actions && !editing && reach.isActive && (
        <MessageToolbar actions={actions} onHold={reach.hold} />
      )}
    </article>
  )
  if (!actions) return article
  return (
    <ContextMenu trigger={article} home={overlays} finalFocus={actions.givesFocusBack}>
      <MessageMenuItems actions={actions} isWhole />
    </ContextMenu>
  )
}

function Head({ message }: { readonly message: ShownMessage }) {
  return (
    <div className={styles['head']}>
      <Author message={message} />
      <Time at={message.createdAt} className={styles['time']} />
      <SendingClock message={message} />
    </div>
  )
}

/** What stands in place of the picture of whoever goes on talking. */
function Side({ message }: { readonly message: ShownMessage }) {
  return message.outgoing?.state.phase === 'sending' ? (
    <span className={styles['side']}>
      <SendingClock message={message} />
    </span>
  ) : (
    <Time at={message.createdAt} className={styles['sideTime']} />
  )
}

function SendingClock({ message }: { readonly message: ShownMessage }) {
  if (message.outgoing?.state.phase !== 'sending') return null
  return <Clock className={styles['clock']} aria-label="Sending" role="img" />
}

/** The name leads to the conversation with whoever it is. */
function Author({ message }: { readonly message: ShownMessage }) {
  const { openDirect } = useActions()
  const { author, authorId, isMine } = message
  if (authorId === null || isMine) return <span className={styles['author']}>{author}</span>
  return (
    <button
      type="button"
      className={classNames(styles['author'], styles['authorButton'])}
      onClick={() => void openDirect(authorId)}
    >
      {author}
    </button>
  )
}

function Said({ message }: { readonly message: ShownMessage }) {
  if (message.isDeleted) {
    return (
      <p className={styles['deleted']}>
        <Trash2 aria-hidden="true" />
        <span>Message deleted</span>
      </p>
    )
  }
  return (
    <div className={classNames(message.editedAt !== null && styles['edited'])}>
      {message.call && <CallEntry call={message.call} isMine={message.isMine} />}
      {message.text !== '' && !message.call && <MessageText text={message.text} />}
      <Carried message={message} />
      {message.editedAt !== null && (
        <span className={styles['editedMark']} title={fullTime(message.editedAt)}>
          {' '}
          (edited)
        </span>
      )}
    </div>
  )
}

function Time({ at, className }: { readonly at: number; readonly className: string | undefined }) {
  return (
    <time className={className} dateTime={new Date(at).toISOString()} title={fullTime(at)}>
      {timeOfDay(at)}
    </time>
  )
}

/** Whether somebody is at this message: with the pointer, the keyboard, or something it opened. */
function useReach() {
  const isCoarse = useMediaQuery(COARSE_POINTER)
  const [isHovered, setHovered] = useState(false)
  const [isFocused, setFocused] = useState(false)
  const [isHeld, setHeld] = useState(false)
  return {
    isActive: isCoarse || isHovered || isFocused || isHeld,
    hold: setHeld,
    handlers: {
      onMouseEnter: () => setHovered(true),
      onMouseLeave: () => setHovered(false),
      // A click leaves the focus behind without anybody looking for it.
      onFocus: (event: FocusEvent) => setFocused(event.target.matches(':focus-visible')),
      // Not while the focus stays inside: what it is on its way to would be gone before it arrives.
      onBlur: ({ currentTarget, relatedTarget }: FocusEvent) => {
        if (!currentTarget.contains(relatedTarget)) setFocused(false)
      },
      onContextMenu: (event: MouseEvent & { preventBaseUIHandler?: () => void }) => {
        const isLink = event.target instanceof Element && event.target.closest('a, textarea')
        const isSelected = window.getSelection()?.isCollapsed === false
        // For these the system's own menu is the useful one.
        if (isLink || isSelected) event.preventBaseUIHandler?.()
      },
    },
  }
}
