import type { MessageId, RoomId } from '#shared/domain/ids.ts'
import type { MessageStore, PageRange, ReactionOutcome } from '../../ports/message-store.ts'
import type { Keys } from './keys.ts'
import type { Link } from './link.ts'
import { APPEND, CHANGES, EDIT, FIND, PAGE, REACT, REMOVE } from './message-scripts.ts'
import { toMessage, type ListReply, type MessageReply } from './replies.ts'
import type { Script } from './script.ts'
import { createWhereabouts } from './whereabouts.ts'

type Args = readonly (string | number)[]

/** Conversations in Redis: each verb is one script. */
export function createMessageStore(link: Link, keys: Keys): MessageStore {
  const inRoom = (script: Script, roomId: RoomId, args: Args): Promise<unknown> =>
    link.run(script, keys.room(roomId), args)

  const rooms = createWhereabouts(link, keys)

  /** A message never moves, so the look-up and the script need not be one step. */
  async function onMessage(script: Script, id: MessageId, args: Args) {
    // Without waiting where possible: changes get their numbers in the order of the calls.
    const roomId = rooms.known(id) ?? (await rooms.find(id))
    if (roomId === null) return null
    const reply = await inRoom(script, roomId, [id, ...args])
    return reply === null ? null : { roomId, reply }
  }

  async function list(script: Script, roomId: RoomId, args: Args, limit: number) {
    const [lastSeq, found] = (await inRoom(script, roomId, args)) as ListReply
    const messages = found.slice(0, limit).map((reply) => toMessage(roomId, reply))
    return { messages, more: found.length > limit, lastSeq: Number(lastSeq) }
  }

  return {
    async append(draft) {
      const { id, roomId, author, text, createdAt, replyTo, clientId } = draft
      // Written first and in the same breath: an entry for a message that was never stored is
      // harmless, a message without one could not be edited.
      const noted = rooms.note(id, roomId)
      const args = [id, author.id, author.name, text, createdAt, replyTo ?? '', clientId ?? '']
      const [, stored] = await Promise.all([noted, inRoom(APPEND, roomId, args)])
      const [duplicate, reply] = stored as readonly [number, MessageReply]
      return { message: toMessage(roomId, reply), duplicate: duplicate === 1 }
    },

    async find(id) {
      const found = await onMessage(FIND, id, [])
      return found && toMessage(found.roomId, found.reply as MessageReply)
    },

    async edit(id, text, editedAt) {
      const edited = await onMessage(EDIT, id, [text, editedAt])
      return edited && toMessage(edited.roomId, edited.reply as MessageReply)
    },

    async remove(id, deletedAt) {
      const removed = await onMessage(REMOVE, id, [deletedAt])
      if (!removed) return null
      const [changed, reply] = removed.reply as readonly [number, MessageReply]
      return { message: toMessage(removed.roomId, reply), changed: changed === 1 }
    },

    async react({ messageId, person, emoji, on, emojiMax }): Promise<ReactionOutcome> {
      const mode = on === undefined ? 'toggle' : on ? 'on' : 'off'
      const args = [person.id, person.name, emoji, mode, emojiMax]
      const reacted = await onMessage(REACT, messageId, args)
      if (!reacted) return { kind: 'missing' }
      const outcome = reacted.reply as
        readonly ['missing'] | readonly ['full'] | readonly ['done', number, MessageReply]
      if (outcome[0] !== 'done') return { kind: outcome[0] }
      const message = toMessage(reacted.roomId, outcome[2])
      return { kind: 'done', message, changed: outcome[1] === 1 }
    },

    /** One message more than asked for tells whether there are more. */
    async page(roomId, range, limit) {
      const page = await list(PAGE, roomId, [...boundOf(range), limit + 1], limit)
      return range.from === 'after' ? page : { ...page, messages: page.messages.toReversed() }
    },

    async changes(roomId, after, limit) {
      const { messages, more, lastSeq } = await list(CHANGES, roomId, [after, limit + 1], limit)
      const upTo = (more ? messages.at(-1)?.changeSeq : undefined) ?? lastSeq
      return { messages, upTo, more }
    },
  }
}

/** In the notation of Redis: a bound with "(" is itself not in the range. */
function boundOf(range: PageRange): readonly [direction: string, bound: string] {
  switch (range.from) {
    case 'newest':
      return ['backwards', '+inf']
    case 'before':
      return ['backwards', `(${range.seq}`]
    case 'after':
      return ['forwards', `(${range.seq}`]
  }
}
