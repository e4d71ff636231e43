import { useAppState } from '../../app/services-context.tsx'
import { selectConversation } from '../../state/selectors.ts'
import { Composer } from './composer.tsx'
import { ConversationHeader } from './conversation-header.tsx'
import { ConversationSkeleton } from './conversation-skeleton.tsx'
import { MessageList } from './message-list.tsx'

/** The open room: what was said, and a place to say something. */
export function Conversation() {
  const conversation = useAppState(selectConversation)
  if (!conversation) return null
  return (
    <>
      <ConversationHeader />
      {conversation.phase === 'loading' ? (
        <ConversationSkeleton />
      ) : (
        <MessageList key={conversation.roomId} conversation={conversation} />
      )}
      <Composer key={`composer-${conversation.roomId}`} />
    </>
  )
}
