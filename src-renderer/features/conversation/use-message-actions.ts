import { useRef } from 'react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { selectMayPin } from '../../state/selectors.ts'
import type { ShownMessage } from '../../state/timeline.ts'
import { useConversationTools } from './conversation-tools.tsx'

export interface MessageActions {
  readonly react: (emoji: string) => void
  readonly reply: () => void
  readonly copy: () => void
  readonly copyLink: () => void
  readonly forward: () => void
  /** Null where one may not pin. */
  readonly pin: { readonly isPinned: boolean; readonly toggle: () => void } | null
  /** Null for what somebody else said. */
  readonly own: {
    /** Null for what has no words of ours. */ readonly edit: (() => void) | null
    readonly remove: () => void
  } | null
  /** False once one of the above has moved the focus itself; asked when a menu closes. */
  readonly givesFocusBack: () => boolean
}

/** What can be done with a message; null before the server has it and after it is gone. */
export function useMessageActions(message: ShownMessage): MessageActions | null {
  const { toggleReaction, replyTo, copyText, copyLink, startEditing, askToDelete } = useActions()
  const { togglePin, startForwarding } = useActions()
  const mayPin = useAppState(selectMayPin)
  const { roomId, focusComposer } = useConversationTools()
  const movedFocus = useRef(false)
  const { id, seq, text, isMine, isDeleted } = message
  if (id === null || seq === null || isDeleted) return null
  const moving = (act: () => void) => () => {
    movedFocus.current = true
    act()
  }
  return {
    react: (emoji) => void toggleReaction(roomId, id, emoji),
    reply: moving(() => {
      replyTo(roomId, id)
      focusComposer()
    }),
    copy: () => void copyText(text, 'Text'),
    copyLink: () => void copyLink(roomId, seq),
    forward: moving(() => startForwarding(roomId, id)),
    pin: mayPin
      ? { isPinned: message.pin !== null, toggle: () => void togglePin(roomId, id) }
      : null,
    own: isMine
      ? {
          edit: message.call ? null : moving(() => startEditing(roomId, id)),
          remove: moving(() => askToDelete(roomId, id)),
        }
      : null,
    givesFocusBack: () => {
      const givesBack = !movedFocus.current
      movedFocus.current = false
      return givesBack
    },
  }
}
