import { describe, expect, test } from 'vitest'
import type { MessageId } from '#shared/domain/ids.ts'
import type { Message } from '#shared/domain/messages.ts'
import { systemSecrets } from '../../src-server/system.ts'
import { draftsOf, general, music, newPerson, publicly } from './fixtures.ts'
import { storeOfEachTest } from './store-of-test.ts'
import { durableStores, type DurableStore } from './stores.ts'

const anna = newPerson('Anna')
const draft = draftsOf(anna)
const PINS_MAX = 3

describe.each(durableStores)('pages and pins on $name', (kind) => {
  const store = storeOfEachTest(kind, { people: [anna] })

  const say = async (text: string, more: Parameters<typeof draft>[1] = {}): Promise<Message> =>
    (await store.messages.append(draft(text, more))).message

  const pageOf = async (range: Parameters<DurableStore['messages']['page']>[1], limit: number) => {
    const { messages, more, moreAfter } = await store.messages.page(general, range, limit)
    return { seqs: messages.map(({ seq }) => seq), more, moreAfter }
  }

  describe('a page', () => {
    test('says what is on either side of it', async () => {
      for (let index = 0; index < 6; index += 1) await say(`${index}`)
      const side = (more: boolean, moreAfter: boolean, seqs: number[]) => ({
        seqs,
        more,
        moreAfter,
      })
      expect(await pageOf({ from: 'newest' }, 2)).toEqual(side(true, false, [5, 6]))
      expect(await pageOf({ from: 'before', seq: 5 }, 2)).toEqual(side(true, true, [3, 4]))
      expect(await pageOf({ from: 'before', seq: 3 }, 9)).toEqual(side(false, true, [1, 2]))
      expect(await pageOf({ from: 'before', seq: 7 }, 2)).toEqual(side(true, false, [5, 6]))
      expect(await pageOf({ from: 'after', seq: 2 }, 2)).toEqual(side(true, true, [3, 4]))
      expect(await pageOf({ from: 'after', seq: 4 }, 2)).toEqual(side(false, false, [5, 6]))
    })

    test('around a message has it in the middle, as far as there is something on both sides', async () => {
      for (let index = 0; index < 9; index += 1) await say(`${index}`)
      const around = (seq: number, limit: number) => pageOf({ from: 'around', seq }, limit)
      expect(await around(5, 4)).toEqual({ seqs: [4, 5, 6, 7], more: true, moreAfter: true })
      expect(await around(5, 5)).toEqual({ seqs: [3, 4, 5, 6, 7], more: true, moreAfter: true })
      expect(await around(5, 1)).toEqual({ seqs: [5], more: true, moreAfter: true })
      expect(await around(1, 4)).toEqual({ seqs: [1, 2, 3], more: false, moreAfter: true })
      expect(await around(9, 4)).toEqual({ seqs: [8, 9], more: true, moreAfter: false })
      expect(await around(100, 4)).toEqual({ seqs: [8, 9], more: true, moreAfter: false })
      expect(await around(5, 100)).toMatchObject({ more: false, moreAfter: false })
    })

    test('around the number of a change has what was said next to it', async () => {
      const { id } = await say('a')
      await store.messages.edit(id, 'A', 1)
      await store.messages.edit(id, 'AA', 2)
      await say('b')
      expect(await pageOf({ from: 'around', seq: 2 }, 4)).toMatchObject({ seqs: [1, 4] })
    })

    test('of an empty room is empty', async () => {
      const nothing = { seqs: [], more: false, moreAfter: false }
      for (const range of [
        { from: 'newest' },
        { from: 'before', seq: 1 },
        { from: 'after', seq: 0 },
        { from: 'around', seq: 1 },
      ] as const) {
        expect(await pageOf(range, 5)).toEqual(nothing)
      }
    })
  })

  describe('a pin', () => {
    const pin = (messageId: MessageId, pinnedAt: number | null) =>
      store.messages.pin({
        messageId,
        pin: pinnedAt === null ? null : { pinnedAt, by: publicly(anna) },
        pinsMax: PINS_MAX,
      })
    const pinned = async (roomId = general) =>
      (await store.messages.pins(roomId)).map(({ text }) => text)

    test('is a change of the message, and the newest pin comes first', async () => {
      const [one, two] = [await say('one'), await say('two')]
      await say('three')
      await say('elsewhere', { roomId: music })
      const outcome = await pin(two.id, 10)
      const expected = { ...two, changeSeq: 4, pin: { pinnedAt: 10, by: publicly(anna) } }
      expect(outcome).toEqual({ kind: 'done', changed: true, message: expected })
      await pin(one.id, 20)
      expect(await store.messages.find(two.id)).toEqual(expected)
      expect(await pinned()).toEqual(['one', 'two'])
      expect(await pinned(music)).toEqual([])
      const { messages } = await store.messages.changes(general, 3, 10)
      expect(messages.map(({ id }) => id)).toEqual([two.id, one.id])
      expect(await pin(two.id, null)).toMatchObject({ changed: true, message: { pin: null } })
      expect(await pinned()).toEqual(['one'])
    })

    test('as it already is takes no number', async () => {
      const { id } = await say('one')
      await pin(id, 10)
      expect(await pin(id, 99)).toMatchObject({
        ...{ kind: 'done', changed: false },
        message: { changeSeq: 2, pin: { pinnedAt: 10 } },
      })
      await pin(id, null)
      expect(await pin(id, null)).toMatchObject({ changed: false, message: { changeSeq: 3 } })
    })

    test('is one of at most so many, however many ask at once', async () => {
      const said = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((text) => say(text)))
      const outcomes = await Promise.all(said.map(({ id }, index) => pin(id, index + 1)))
      expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(PINS_MAX)
      expect(outcomes.filter(({ kind }) => kind === 'full')).toHaveLength(2)
      expect(await pinned()).toHaveLength(PINS_MAX)
      await pin(said[0]?.id as MessageId, null)
      expect(await pin(said[4]?.id as MessageId, 9)).toMatchObject({ kind: 'done', changed: true })
      expect((await store.messages.page(general, { from: 'newest' }, 1)).lastSeq).toBe(10)
    })

    test('goes with its message, and what is gone cannot be pinned', async () => {
      const { id } = await say('one')
      await pin(id, 10)
      await store.messages.remove(id, 20)
      expect(await pinned()).toEqual([])
      expect(await store.messages.find(id)).toMatchObject({ pin: null })
      expect(await pin(id, 30)).toEqual({ kind: 'missing' })
      expect(await pin(systemSecrets.newMessageId(), 30)).toEqual({ kind: 'missing' })
    })

    test('is kept, through edits and a restart', async () => {
      const { id } = await say('one')
      await pin(id, 10)
      await store.messages.edit(id, 'One', 20)
      await store.close()
      await store.openAgain()
      expect(await pinned()).toEqual(['One'])
    })
  })
})
