import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { BlobId, ClientId, MediaKey, MessageId, RoomId } from '#shared/domain/ids.ts'
import type { Attachment } from '#shared/domain/messages.ts'
import { systemSecrets } from '../../src-server/system.ts'
import { draftsOf, emojiOf, general, music, newPerson, publicly } from './fixtures.ts'
import { storeOfEachTest } from './store-of-test.ts'
import { durableStores } from './stores.ts'

const anna = newPerson('Anna')
const ben = newPerson('Ben')
const draft = draftsOf(anna)
const LATER = 1_700_000_000_500

describe.each(durableStores)('changing messages on $name', (kind) => {
  const store = storeOfEachTest(kind, { people: [anna, ben] })

  const say = async (text: string, more: Parameters<typeof draft>[1] = {}) =>
    (await store.messages.append(draft(text, more))).message
  const like = (messageId: MessageId, emoji = '👍', on?: boolean) =>
    store.messages.react({
      messageId,
      person: publicly(ben),
      emoji: emojiOf(emoji),
      on,
      emojiMax: 20,
    })
  const lastSeqOf = async (roomId: RoomId) =>
    (await store.messages.page(roomId, { from: 'newest' }, 1)).lastSeq
  const changesAfter = async (after: number, limit = 100) => {
    const { messages, upTo, more } = await store.messages.changes(general, after, limit)
    return { numbers: messages.map(({ changeSeq }) => changeSeq), upTo, more }
  }

  test('a new message was changed last when it was said', async () => {
    const message = await say('Hello')
    expect(message).toMatchObject({ seq: 1, changeSeq: 1, editedAt: null, deletedAt: null })
    expect(message).toMatchObject({ replyTo: null, reactions: [], type: 'text' })
    expect(await store.messages.find(message.id)).toEqual(message)
    expect(await store.messages.find(systemSecrets.newMessageId())).toBeNull()
  })

  test('every kind of change takes the next number of its room, and the place stays', async () => {
    const [first, second] = [await say('one'), await say('two')]
    await say('elsewhere', { roomId: music })
    const edited = await store.messages.edit(first.id, 'One', LATER)
    expect(edited).toEqual({ ...first, text: 'One', editedAt: LATER, changeSeq: 3 })
    expect(await like(second.id)).toMatchObject({ message: { seq: 2, changeSeq: 4 } })
    expect(await store.messages.remove(first.id, LATER)).toMatchObject({
      message: { seq: 1, changeSeq: 5 },
    })
    expect(await say('three')).toMatchObject({ seq: 6, changeSeq: 6 })
    expect([await lastSeqOf(general), await lastSeqOf(music)]).toEqual([6, 1])
    const { messages } = await store.messages.page(general, { from: 'newest' }, 10)
    expect(messages.map(({ seq, changeSeq }) => [seq, changeSeq])).toEqual([
      [1, 5],
      [2, 4],
      [6, 6],
    ])
  })

  test('a deleted message keeps its place and author, and nothing of what it said', async () => {
    const clientId = randomUUID() as ClientId
    const answered = await say('A question')
    const said = await say('Oops', { clientId, replyTo: answered.id })
    await like(said.id)
    await store.messages.edit(said.id, 'Oops!', LATER)
    const removed = await store.messages.remove(said.id, LATER + 1)
    const tombstone = { ...said, text: '', replyTo: null, deletedAt: LATER + 1, changeSeq: 5 }
    expect(removed).toEqual({ message: tombstone, changed: true })
    expect(await store.messages.find(said.id)).toEqual(tombstone)
    const again = await store.messages.append(draft('Oops', { clientId }))
    expect(again).toEqual({ message: tombstone, duplicate: true })
  })

  test('deleting again changes nothing, not even at the same time', async () => {
    const { id } = await say('Oops')
    const results = await Promise.all([
      store.messages.remove(id, LATER),
      store.messages.remove(id, LATER + 1),
    ])
    expect(results.map((result) => result?.changed)).toEqual([true, false])
    expect(await store.messages.remove(id, LATER + 2)).toEqual({
      message: results[0]?.message,
      changed: false,
    })
    expect(await lastSeqOf(general)).toBe(2)
  })

  test('what is deleted or unknown takes no change', async () => {
    const { id } = await say('Oops')
    await store.messages.remove(id, LATER)
    const unknown = systemSecrets.newMessageId()
    for (const messageId of [id, unknown]) {
      expect(await store.messages.edit(messageId, 'Back again', LATER)).toBeNull()
      expect(await like(messageId)).toEqual({ kind: 'missing' })
    }
    expect(await store.messages.remove(unknown, LATER)).toBeNull()
    expect(await lastSeqOf(general)).toBe(2)
  })

  test('a quote shows the answered message as it is now', async () => {
    const answered = await say('The first line\nand more', { author: publicly(ben) })
    const answer = await say('Yes', { replyTo: answered.id })
    const quote = { id: answered.id, seq: 1, author: publicly(ben), excerpt: 'The first line' }
    expect(answer.replyTo).toEqual(quote)
    const quoteNow = async () => (await store.messages.find(answer.id))?.replyTo
    expect(await quoteNow()).toEqual(quote)
    await store.messages.edit(answered.id, `${'x'.repeat(138)}🙂🙂`, LATER)
    expect((await quoteNow())?.excerpt).toBe(`${'x'.repeat(138)}…`)
    await store.messages.remove(answered.id, LATER)
    expect(await quoteNow()).toEqual({ ...quote, excerpt: '' })
    const page = await store.messages.page(general, { from: 'newest' }, 10)
    expect(page.messages[1]?.replyTo).toEqual({ ...quote, excerpt: '' })
    expect(await say('Still', { replyTo: answered.id })).toMatchObject({
      replyTo: { seq: 1, excerpt: '' },
    })
  })

  test('a quote of what has no words says what it carries, until it is deleted', async () => {
    const file = (name: string): Attachment => ({
      ...{ blobId: 'b'.repeat(64) as BlobId, key: 'k'.repeat(22) as MediaKey, name },
      ...{ mimeType: 'application/octet-stream', size: 1, duration: null },
      ...{ waveform: null, width: null, height: null },
    })
    const voice = { type: 'voice', attachments: [{ ...file(''), waveform: [0, 255] }] } as const
    const plans = [file('Über den Plan.pdf'), file('b.txt')]
    const files = { type: 'file', attachments: plans } as const
    for (const [text, more, excerpt] of [
      ['', voice, 'Voice message'],
      ['', files, 'Über den Plan.pdf'],
      ['', { type: 'file', attachments: [file(`${'n'.repeat(200)}.pdf`)] }, `${'n'.repeat(139)}…`],
      ['Look\nhere', files, 'Look'],
    ] as const) {
      const answered = await say(text, more)
      const answer = await say('Yes', { replyTo: answered.id })
      expect(answer.replyTo).toMatchObject({ id: answered.id, excerpt })
      const excerptNow = async () => (await store.messages.find(answer.id))?.replyTo?.excerpt
      expect(await excerptNow()).toBe(excerpt)
      await store.messages.remove(answered.id, LATER)
      expect(await excerptNow()).toBe('')
    }
  })

  test('what happened since a number comes once per message, as it is now', async () => {
    const [one, two, three] = [await say('one'), await say('two'), await say('three')]
    await store.messages.edit(one.id, 'One', LATER)
    await like(one.id)
    await store.messages.edit(one.id, 'ONE', LATER)
    await store.messages.remove(three.id, LATER)
    await like(two.id)
    expect(await changesAfter(3)).toEqual({ numbers: [6, 7, 8], upTo: 8, more: false })
    const { messages } = await store.messages.changes(general, 0, 100)
    expect(messages).toEqual(
      await Promise.all([one, three, two].map(({ id }) => store.messages.find(id))),
    )
    expect(messages.map(({ text }) => text)).toEqual(['ONE', '', 'two'])
  })

  test('what happened comes in pages that meet', async () => {
    for (const text of ['a', 'b', 'c', 'd', 'e']) await say(text)
    expect(await changesAfter(0, 2)).toEqual({ numbers: [1, 2], upTo: 2, more: true })
    expect(await changesAfter(2, 2)).toEqual({ numbers: [3, 4], upTo: 4, more: true })
    expect(await changesAfter(4, 2)).toEqual({ numbers: [5], upTo: 5, more: false })
    expect(await changesAfter(3, 2)).toEqual({ numbers: [4, 5], upTo: 5, more: false })
    expect(await changesAfter(5, 2)).toEqual({ numbers: [], upTo: 5, more: false })
    expect(await store.messages.changes(music, 0, 2)).toEqual({
      messages: [],
      upTo: 0,
      more: false,
      trimmedUpTo: 0,
    })
  })

  test('a read knows the number of the newest change that is in it', async () => {
    const { id } = await say('Start')
    const work = Array.from({ length: 60 }, (_, index) =>
      index % 3 === 0 ? say(`Line ${index}`) : store.messages.edit(id, `Text ${index}`, LATER),
    )
    const reads = Array.from({ length: 20 }, () => [
      store.messages.page(general, { from: 'newest' }, 100),
      store.messages.changes(general, 0, 100).then((read) => ({ ...read, lastSeq: read.upTo })),
    ])
    for (const read of await Promise.all(reads.flat())) {
      expect(Math.max(...read.messages.map(({ changeSeq }) => changeSeq))).toBe(read.lastSeq)
    }
    await Promise.all(work)
    expect(await lastSeqOf(general)).toBe(61)
  })

  test('everything is kept when the store is closed and opened again', async () => {
    const [one, two, three] = [await say('one'), await say('two'), await say('three')]
    await store.messages.edit(one.id, 'One', LATER)
    await like(one.id)
    await like(one.id, '🎉')
    await store.messages.remove(two.id, LATER)
    await say('four', { replyTo: three.id })
    const page = await store.messages.page(general, { from: 'newest' }, 10)
    const changes = await store.messages.changes(general, 4, 10)
    await store.close()
    await store.openAgain()
    expect(await store.messages.page(general, { from: 'newest' }, 10)).toEqual(page)
    expect(await store.messages.changes(general, 4, 10)).toEqual(changes)
    expect(await say('five')).toMatchObject({ seq: 9 })
  })
})
