import type { Emoji } from '#shared/domain/emoji.ts'
import type { RoomId } from '#shared/domain/ids.ts'
import type { MessageDraft } from '#shared/domain/messages.ts'
import type { PersonName } from '#shared/domain/names.ts'
import type { Person } from '#shared/domain/people.ts'
import type { NewPerson } from '../../src-server/ports/people-store.ts'
import { systemSecrets } from '../../src-server/system.ts'

export const general = 'general' as RoomId
export const music = 'music' as RoomId

export const newPerson = (name: string): NewPerson => ({
  id: systemSecrets.newPersonId(),
  name: name as PersonName,
  tokenHash: systemSecrets.hash(systemSecrets.newToken()),
  createdAt: 1_700_000_000_000,
  role: 'member',
})

/** Without what only the store of people may see. */
export const publicly = ({ id, name }: Person): Person => ({ id, name })

/** Makes drafts of one author's messages. */
export const draftsOf =
  (author: Person) =>
  (text: string, more: Partial<MessageDraft> = {}): MessageDraft => ({
    id: systemSecrets.newMessageId(),
    roomId: general,
    type: 'text',
    text,
    attachments: [],
    call: null,
    mentions: [],
    mentionsHere: false,
    author: publicly(author),
    createdAt: 1_700_000_000_001,
    replyTo: null,
    clientId: null,
    ...more,
  })

export const emojiOf = (text: string): Emoji => text as Emoji

/** Twenty-one different ones: one more than a message takes. */
export const manyEmoji: readonly Emoji[] = [...'😀😁😂😃😄😅😆😇😈😉😊😋😌😍😎😏😐😑😒😓😔'].map(
  emojiOf,
)
