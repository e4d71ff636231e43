import { useMemo, useRef, useState } from 'react'
import type { TextMessageWire } from '#shared/protocol/wire.ts'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { selectConversation, selectMentionNames } from '../../state/selectors.ts'
import { Composer } from './composer.tsx'
import { ConversationHeader } from './conversation-header.tsx'
import { ConversationSkeleton } from './conversation-skeleton.tsx'
import { ConversationToolsProvider, type ConversationTools } from './conversation-tools.tsx'
import styles from './conversation.module.css'
import { DeleteDialog } from './delete-dialog.tsx'
import type { JumpTarget } from './jump-target.ts'
import { MessageList } from './message-list.tsx'

/** The open room: what was said, and a place to say something. */
export function Conversation() {
  const conversation = useAppState(selectConversation)
  const field = useRef<HTMLTextAreaElement>(null)
  const overlays = useRef<HTMLDivElement>(null)
  const [target, setTarget] = useState<JumpTarget | null>(null)
  const tools = useTools({ field, overlays, setTarget })
  if (!conversation || !tools) return null
  const { roomId } = conversation
  return (
    <ConversationToolsProvider value={tools}>
      <ConversationHeader />
      {conversation.phase === 'loading' ? (
        <ConversationSkeleton />
      ) : (
        <MessageList key={roomId} conversation={conversation} target={target} />
      )}
      <Composer key={`composer-${roomId}`} field={field} />
      <DeleteDialog />
      <div ref={overlays} className={styles['overlays']} />
    </ConversationToolsProvider>
  )
}

function useTools({
  field,
  overlays,
  setTarget,
}: Pick<ConversationTools, 'overlays'> & {
  readonly field: { readonly current: HTMLTextAreaElement | null }
  readonly setTarget: (target: JumpTarget) => void
}): ConversationTools | null {
  const { loadBackTo } = useActions()
  const roomId = useAppState((state) => state.openRoom)
  const names = useAppState(selectMentionNames)
  return useMemo(() => {
    if (roomId === null) return null
    const jump = async ({ id, seq }: NonNullable<TextMessageWire['replyTo']>): Promise<void> => {
      if (await loadBackTo(roomId, seq)) setTarget({ messageId: id, at: Date.now() })
    }
    return {
      roomId,
      names,
      overlays,
      // A keyboard on the screen that opens by itself would cover what is being read.
      focusComposer: () => {
        if (window.matchMedia('(hover: hover)').matches) field.current?.focus()
      },
      jumpTo: (quote) => void jump(quote),
    }
  }, [roomId, names, overlays, field, setTarget, loadBackTo])
}
