import { entryOf, wordsForCall, type EndedCall } from '#shared/domain/call.ts'
import type { MessageId } from '#shared/domain/ids.ts'
import type { MessageDraft } from '#shared/domain/messages.ts'
import type { Appended, MessageStore } from '../ports/message-store.ts'
import type { Heralds } from './heralds.ts'
import type { RoomOrder } from './room-order.ts'

/**
 * Writes what became of a call into the conversation of the two, in the name of the caller. The key of the
 * entry makes it one, whoever writes it and however often; nobody else knows it before.
 */
export const createCallEntries = (deps: {
  readonly order: RoomOrder
  readonly heralds: Heralds
  readonly messages: MessageStore
  readonly newMessageId: () => MessageId
}) => {
  const { order, heralds, messages, newMessageId } = deps

  return async function writeCall(call: EndedCall): Promise<Appended> {
    const entry = entryOf(call)
    const draft: MessageDraft = {
      id: newMessageId(),
      roomId: call.roomId,
      type: 'call',
      text: wordsForCall(entry),
      attachments: [],
      call: entry,
      mentions: [],
      mentionsHere: false,
      author: call.caller,
      createdAt: call.endedAt,
      replyTo: null,
      clientId: call.entryKey,
    }
    return order.change(
      call.roomId,
      async () => {
        const appended = await messages.append(draft)
        return { ...appended, announce: await heralds.of(appended) }
      },
      ({ announce }) => announce(),
    )
  }
}
