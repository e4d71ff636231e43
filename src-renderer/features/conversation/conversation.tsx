import { useMemo, useRef } from 'react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { selectConversation, selectMentionNames } from '../../state/selectors.ts'
import { Writing } from './writing.tsx'
import { NowPlaying } from './now-playing.tsx'
import { NotHere } from './not-here.tsx'
import { ConversationHeader, type RenderMenu } from './conversation-header.tsx'
import { ConversationToolsProvider, type ConversationTools } from './conversation-tools.tsx'
import styles from './conversation.module.css'
import { DeleteDialog } from './delete-dialog.tsx'
import { MessageList } from './message-list.tsx'

/** The open conversation: what was said, and a place to say something. */
export function Conversation({ renderMenu }: { readonly renderMenu: RenderMenu }) {
  const conversation = useAppState(selectConversation)
  const field = useRef<HTMLTextAreaElement>(null)
  const overlays = useRef<HTMLDivElement>(null)
  const tools = useTools({ field, overlays })
  if (!conversation || !tools) return null
  const { roomId } = conversation
  return (
    <ConversationToolsProvider value={tools}>
      <ConversationHeader renderMenu={renderMenu} />
      <NowPlaying />
      {conversation.phase === 'loading' ? (
        <NotHere />
      ) : (
        <MessageList
          // Another part of a conversation is another list: it has nothing to hold its place by.
          key={`${roomId} ${conversation.generation}`}
          conversation={conversation}
        />
      )}
      <Writing key={`composer-${roomId}`} field={field} />
      <DeleteDialog />
      <div ref={overlays} className={styles['overlays']} />
    </ConversationToolsProvider>
  )
}

function useTools({
  field,
  overlays,
}: Pick<ConversationTools, 'overlays'> & {
  readonly field: { readonly current: HTMLTextAreaElement | null }
}): ConversationTools | null {
  const { jumpTo } = useActions()
  const roomId = useAppState((state) => state.openRoom)
  const names = useAppState(selectMentionNames)
  return useMemo(() => {
    if (roomId === null) return null
    return {
      roomId,
      names,
      overlays,
      // A keyboard on the screen that opens by itself would cover what is being read.
      focusComposer: () => {
        if (window.matchMedia('(hover: hover)').matches) field.current?.focus()
      },
      jumpTo: ({ seq }) => void jumpTo(roomId, seq),
    }
  }, [roomId, names, overlays, field, jumpTo])
}
