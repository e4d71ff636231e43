import { blobsOf, isNews, type Message, type MessageDraft } from '#shared/domain/messages.ts'
import { isReservedForDirect, peopleOfDirect } from '#shared/domain/direct.ts'
import type { MessageId, RoomId } from '#shared/domain/ids.ts'
import { mediaKindsOf } from '#shared/domain/media-kinds.ts'
import type {
  MessageStore,
  PageRange,
  PinOutcome,
  ReactionOutcome,
} from '../../ports/message-store.ts'
import type { Clock } from '../../ports/clock.ts'
import { noteHolders } from './blob-holders.ts'
import type { Keys } from './keys.ts'
import type { Link } from './link.ts'
import {
  APPEND,
  CHANGES,
  EDIT,
  FIND,
  FIND_SENT,
  MEDIA,
  PAGE,
  PIN,
  PINS,
  REACT,
  REMOVE,
} from './message-scripts.ts'
import { fixedEntries, textEntries } from '#shared/domain/search-index.ts'
import { toMessage, type ListReply, type MessageReply, type PageReply } from './replies.ts'
import type { Script } from './script.ts'
import { createWhereabouts } from './whereabouts.ts'

type Args = readonly (string | number)[]

/** Conversations in Redis: each verb is one script. */
export function createMessageStore(link: Link, keys: Keys, clock: Clock): MessageStore {
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

  /** A conversation of two people is on the lists of both with its first message. */
  async function noteDirect(roomId: RoomId): Promise<void> {
    const people = peopleOfDirect(roomId)
    if (!people) return
    const lists = people.map((personId) =>
      link.ask((redis) => redis.hsetnx(keys.directOf(personId), roomId, 0)),
    )
    await Promise.all([...lists, link.ask((redis) => redis.sadd(keys.directs, roomId))])
  }

  /** Before the message is there, so that no blob of it can be taken for unwanted. */
  const noteBlobs = ({ id, roomId, attachments }: MessageDraft): Promise<void> => {
    const holder = { kind: 'message', roomId, id } as const
    return noteHolders({ link, keys }, blobsOf(attachments), holder, clock.now())
  }

  return {
    async append(draft) {
      const { id, roomId, author, text, createdAt, replyTo, clientId } = draft
      if (draft.attachments.length > 0) await noteBlobs(draft)
      // Written first and in the same breath: an entry for a message that was never stored is
      // harmless, a message without one could not be edited.
      const noted = rooms.note(id, roomId)
      const args = [
        ...[id, author.id, author.name, text, createdAt, replyTo ?? '', clientId ?? ''],
        ...[draft.type, toJson(draft.attachments), toJson(draft.mentions)],
        ...[draft.mentionsHere ? 1 : 0, isReservedForDirect(roomId) ? 1 : 0],
        ...[textEntries(text).join(' '), fixedEntries(draft).join(' ')],
        mediaKindsOf(draft).join(' '),
        ...[draft.call ? JSON.stringify(draft.call) : '', isNews(draft) ? '' : '1'],
      ]
      const [, , stored] = await Promise.all([
        noted,
        noteDirect(roomId),
        inRoom(APPEND, roomId, args),
      ])
      const [duplicate, reply] = stored as readonly [number, MessageReply]
      return { message: toMessage(roomId, reply), duplicate: duplicate === 1 }
    },

    async findSent(roomId, authorId, clientId) {
      const reply = (await inRoom(FIND_SENT, roomId, [authorId, clientId])) as MessageReply | null
      return reply && toMessage(roomId, reply)
    },

    async find(id) {
      const found = await onMessage(FIND, id, [])
      return found && toMessage(found.roomId, found.reply as MessageReply)
    },

    async edit(id, text, editedAt) {
      const edited = await onMessage(EDIT, id, [text, editedAt, textEntries(text).join(' ')])
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

    async pin({ messageId, pin, pinsMax }): Promise<PinOutcome> {
      const args = [pin?.pinnedAt ?? '', pin?.by.id ?? '', pin?.by.name ?? '', pinsMax]
      const pinned = await onMessage(PIN, messageId, args)
      if (!pinned) return { kind: 'missing' }
      const outcome = pinned.reply as
        readonly ['missing'] | readonly ['full'] | readonly ['done', number, MessageReply]
      if (outcome[0] !== 'done') return { kind: outcome[0] }
      const message = toMessage(pinned.roomId, outcome[2])
      return { kind: 'done', message, changed: outcome[1] === 1 }
    },

    async pins(roomId) {
      const found = (await inRoom(PINS, roomId, [])) as readonly MessageReply[]
      const pinnedAt = ({ pin }: Message): number => pin?.pinnedAt ?? 0
      return found
        .map((reply) => toMessage(roomId, reply))
        .toSorted((one, other) => pinnedAt(other) - pinnedAt(one) || other.seq - one.seq)
    },

    /** One message more than asked for, in each direction, tells whether there are more. */
    async page(roomId, range, limit) {
      const { before, after, ...bounds } = boundsOf(range, limit)
      const args = [
        before === 0 ? 0 : before + 1,
        bounds.upper,
        after === null ? 0 : after + 1,
        bounds.lower,
      ]
      const [lastSeq, older, newer] = (await inRoom(PAGE, roomId, args)) as PageReply
      const shown = [...older.slice(0, before).toReversed(), ...newer.slice(0, after ?? 0)]
      const hasOlder = older.length > before
      const hasNewer = after !== null && newer.length > after
      return {
        messages: shown.map((reply) => toMessage(roomId, reply)),
        more: range.from === 'after' ? hasNewer : hasOlder,
        moreAfter: hasNewer,
        lastSeq: Number(lastSeq),
      }
    },

    async media({ roomId, kind, before, limit }) {
      const args = [kind, before === null ? '+inf' : `(${before}`, limit + 1]
      const found = (await inRoom(MEDIA, roomId, args)) as readonly MessageReply[]
      const messages = found.slice(0, limit).map((reply) => toMessage(roomId, reply))
      return { messages, more: found.length > limit }
    },

    async changes(roomId, after, limit) {
      const [lastSeq, found, trimmed] = (await inRoom(CHANGES, roomId, [
        after,
        limit + 1,
      ])) as ListReply
      const messages = found.slice(0, limit).map((reply) => toMessage(roomId, reply))
      const more = found.length > limit
      const upTo = (more ? messages.at(-1)?.changeSeq : undefined) ?? Number(lastSeq)
      return { messages, upTo, more, trimmedUpTo: Number(trimmed) }
    },
  }
}

const toJson = (list: readonly unknown[]): string => (list.length === 0 ? '' : JSON.stringify(list))

interface Bounds {
  /** Most messages that are older. */
  readonly before: number
  /** In the notation of Redis: a bound with "(" is itself not in the range. */
  readonly upper: string
  /** Most messages that are newer; null when nobody has to look. */
  readonly after: number | null
  /** The newer ones have greater numbers than this. */
  readonly lower: number
}

function boundsOf(range: PageRange, limit: number): Bounds {
  switch (range.from) {
    case 'newest':
      return { before: limit, upper: '+inf', after: null, lower: 0 }
    case 'before':
      return { before: limit, upper: `(${range.seq}`, after: 0, lower: range.seq - 1 }
    case 'after':
      return { before: 0, upper: '-inf', after: limit, lower: range.seq }
    case 'around': {
      const [before, after] = [Math.ceil(limit / 2), Math.floor(limit / 2)]
      return { before, upper: String(range.seq), after, lower: range.seq }
    }
  }
}
