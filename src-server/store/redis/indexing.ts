import type { RoomId } from '#shared/domain/ids.ts'
import { mediaKindsOf } from '#shared/domain/media-kinds.ts'
import type { Message } from '#shared/domain/messages.ts'
import { fixedEntries, textEntries } from '#shared/domain/search-index.ts'
import type { MessageStore } from '../../ports/message-store.ts'
import type { Keys } from './keys.ts'
import type { Link } from './link.ts'
import { INDEX } from './search-scripts.ts'

const READ_AT_ONCE = 100

/** What a conversation is marked with once all of it is indexed: 1 was the index of words alone. */
const LAYOUT = '2'

/**
 * Puts into the index of words and onto the shelves what was said before there were any. Any number of
 * instances may do it at once, and what is left when they end goes on at the next start.
 */
export async function indexConversations(
  link: Link,
  keys: Keys,
  messages: MessageStore,
): Promise<void> {
  async function add(message: Message): Promise<void> {
    const { id, roomId, changeSeq, text } = message
    const words = [textEntries(text).join(' '), fixedEntries(message).join(' ')]
    const entries = [...words, mediaKindsOf(message).join(' ')]
    const done = await link.run(INDEX, keys.room(roomId), [id, changeSeq, ...entries])
    if (done === 1) return
    // Somebody changed it meanwhile.
    const present = await messages.find(id)
    if (present) await add(present)
  }

  async function addConversation(roomId: RoomId): Promise<void> {
    const isIndexed = keys.isIndexed(roomId)
    if ((await link.ask((redis) => redis.get(isIndexed))) === LAYOUT) return
    for (let seq = 0, more = true; more;) {
      const page = await messages.page(roomId, { from: 'after', seq }, READ_AT_ONCE)
      await Promise.all(page.messages.map(add))
      seq = page.messages.at(-1)?.seq ?? seq
      more = page.more
    }
    await link.ask((redis) => redis.set(isIndexed, LAYOUT))
  }

  const rooms = await link.ask((redis) => redis.hkeys(keys.rooms))
  const directs = await link.ask((redis) => redis.smembers(keys.directs))
  for (const roomId of [...rooms, ...directs]) await addConversation(roomId as RoomId)
}
