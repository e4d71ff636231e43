import type { MediaKey, MessageId, PersonId } from '#shared/domain/ids.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { Clock } from '../ports/clock.ts'
import type { ConversationStore } from '../ports/conversation-store.ts'
import type { Log } from '../ports/log.ts'
import type { MessageStore } from '../ports/message-store.ts'
import type { Access } from './access.ts'
import type { Audit } from './audit.ts'
import { createCallEntries } from './call-entries.ts'
import { createChangeMessage } from './change-message.ts'
import { createConversations } from './conversations.ts'
import { createDirect } from './direct.ts'
import type { Directory } from './directory.ts'
import { createFileMessages } from './file-messages.ts'
import type { Following } from './following.ts'
import { createHeralds } from './heralds.ts'
import { createHistory } from './history.ts'
import type { Media } from './media.ts'
import { createMentions } from './mentions.ts'
import type { Overviews } from './overviews.ts'
import { createPins } from './pins.ts'
import type { Profiles } from './profiles.ts'
import { createReact } from './react.ts'
import { createReading } from './reading.ts'
import { createRoomOrder } from './room-order.ts'
import type { Rules } from './rules.ts'
import { createSay } from './say.ts'
import { createSpeak } from './speak.ts'
import { createTyping } from './typing.ts'
import { createVoiceMessages } from './voice-messages.ts'

export type Chat = ReturnType<typeof createChat>

/** Conversations, in rooms and of two people: everything that can be done in them. */
export function createChat(deps: {
  readonly access: Access
  readonly rules: Rules
  readonly directory: Directory
  readonly overviews: Overviews
  readonly following: Following
  readonly profiles: Profiles
  readonly blobs: BlobStore
  readonly media: Pick<Media, 'uploadOf' | 'previewFrom'>
  readonly messages: MessageStore
  readonly conversations: ConversationStore
  readonly broadcaster: Broadcaster
  readonly clock: Clock
  readonly log: Log
  readonly newMessageId: () => MessageId
  readonly newMediaKey: () => MediaKey
  readonly audit: Audit
  /** Somebody does not want to talk with somebody else any more. */
  readonly endCalls: (one: PersonId, other: PersonId) => Promise<void>
}) {
  // One order for all kinds of change, because they share the numbers of the room.
  const shared = { ...deps, order: createRoomOrder() }
  const heralds = createHeralds(deps)
  const speak = createSpeak({
    ...shared,
    heralds,
    spokenTo: createMentions(deps),
  })
  const say = createSay({ speak })
  return {
    say,
    sendVoice: createVoiceMessages({ ...deps, speak }),
    sendFiles: createFileMessages({ ...deps, speak }),
    writeCall: createCallEntries({ ...shared, heralds }),
    react: createReact(shared),
    typing: createTyping(shared),
    ...createHistory(shared),
    ...createChangeMessage(shared),
    ...createPins(shared),
    ...createReading(deps),
    ...createConversations(deps),
    ...createDirect({ ...deps, say }),
  }
}
