import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { OVERVIEW_LOOKS_AT, UNREAD_MAX } from '#shared/domain/conversations.ts'
import { directIdOf } from '#shared/domain/direct.ts'
import type { CallId, RoomId } from '#shared/domain/ids.ts'
import { draftsOf, general, music, newPerson, publicly } from './fixtures.ts'
import { storeOfEachTest } from './store-of-test.ts'
import { durableStores, type DurableStore } from './stores.ts'

const anna = newPerson('Anna')
const ben = newPerson('Ben')
const cleo = newPerson('Cleo')
const byAnna = draftsOf(anna)
const byBen = draftsOf(ben)
const withBen = directIdOf(anna.id, ben.id)
const withCleo = directIdOf(anna.id, cleo.id)
const LATER = 1_700_000_000_500

describe.each(durableStores)('what people have to do with conversations on $name', (kind) => {
  const store = storeOfEachTest(kind, { people: [anna, ben, cleo] })

  const say = async (draft: Parameters<DurableStore['messages']['append']>[0]) =>
    (await store.messages.append(draft)).message
  const overviewOf = async (person = anna, roomId: RoomId = general, since = 0) =>
    (await store.conversations.overview(person.id, [roomId], since))[0]
  const read = (seq: number, roomId = general, person = anna) =>
    store.conversations.read(roomId, person.id, seq)

  describe('reading', () => {
    test('a call is news only when it was missed, until it is deleted', async () => {
      const called = (isMissed: boolean) =>
        say(
          byBen('Call', {
            type: 'call',
            roomId: withBen,
            call: {
              id: randomUUID() as string as CallId,
              reason: isMissed ? 'missed' : 'hung-up',
              duration: 0,
              isMissed,
            },
          }),
        )
      const [missed, answered] = [await called(true), await called(false)]
      expect(await overviewOf(anna, withBen)).toMatchObject({ unread: 1, lastMessage: answered })
      expect(await overviewOf(ben, withBen)).toMatchObject({ unread: 0 })
      const found = await store.messages.find(missed.id)
      expect(found).toEqual(missed)
      expect(found?.call).toMatchObject({ reason: 'missed', isMissed: true })
      const removed = await store.messages.remove(missed.id, LATER)
      expect(removed?.message).toMatchObject({ type: 'call', text: '', call: null })
      expect(await overviewOf(anna, withBen)).toMatchObject({ unread: 0 })
    })

    test('goes forward, never back, and never beyond what there is', async () => {
      for (const text of ['a', 'b', 'c']) await say(byBen(text))
      expect(await read(2)).toEqual({ personId: anna.id, seq: 2, changed: true })
      expect(await read(1)).toEqual({ personId: anna.id, seq: 2, changed: false })
      expect(await read(2)).toEqual({ personId: anna.id, seq: 2, changed: false })
      expect(await read(1_000_000_000)).toEqual({ personId: anna.id, seq: 3, changed: true })
      expect(await store.conversations.receipts(general)).toEqual([{ personId: anna.id, seq: 3 }])
    })

    test('is told by room and person, sorted, and forgets nobody', async () => {
      await say(byBen('a'))
      await say(byBen('b'))
      for (const person of [cleo, anna, ben]) await read(1, general, person)
      await read(2, general, cleo)
      const expected = [anna, ben, cleo]
        .map(({ id }) => ({ personId: id, seq: id === cleo.id ? 2 : 1 }))
        .toSorted((one, other) => (one.personId < other.personId ? -1 : 1))
      expect(await store.conversations.receipts(general)).toEqual(expected)
      expect(await store.conversations.receipts(music)).toEqual([])
      await store.close()
      await store.openAgain()
      expect(await store.conversations.receipts(general)).toEqual(expected)
    })

    test('of many devices at once ends with the furthest, and one of them moved it there', async () => {
      for (let index = 0; index < 20; index += 1) await say(byBen(`${index}`))
      const order = [7, 20, 3, 20, 12, 1, 19, 20]
      const results = await Promise.all(order.map((seq) => read(seq)))
      expect(results.filter(({ changed, seq }) => changed && seq === 20)).toHaveLength(1)
      expect(await read(1)).toMatchObject({ seq: 20, changed: false })
    })

    test('a direct conversation that has not begun has nothing to be read', async () => {
      expect(await read(5, withBen)).toEqual({ personId: anna.id, seq: 0, changed: false })
      expect(await store.conversations.receipts(withBen)).toEqual([])
    })
  })

  describe('the overview', () => {
    test('of a conversation without anything in it', async () => {
      const nothing = {
        lastSeq: 0,
        readSeq: 0,
        unread: 0,
        mentions: 0,
        lastMessage: null,
        trimmedUpTo: 0,
      }
      expect(await store.conversations.overview(anna.id, [music, withBen], 0)).toEqual([
        { roomId: music, ...nothing, notify: 'mentions' },
        { roomId: withBen, ...nothing, notify: 'all' },
      ])
      expect(await store.conversations.overview(anna.id, [], 0)).toEqual([])
    })

    test('counts what others said and what of it speaks to the person', async () => {
      await say(byBen('to nobody'))
      await say(byAnna('my own', { mentions: [anna.id] }))
      await say(byBen('to Anna and Cleo', { mentions: [cleo.id, anna.id] }))
      await say(byBen('to Cleo', { mentions: [cleo.id] }))
      const last = await say(byBen('to all', { mentionsHere: true }))
      expect(await overviewOf()).toEqual({
        roomId: general,
        lastSeq: 5,
        trimmedUpTo: 0,
        readSeq: 0,
        unread: 4,
        mentions: 2,
        lastMessage: last,
        notify: 'mentions',
      })
      await read(3)
      expect(await overviewOf()).toMatchObject({ readSeq: 3, unread: 2, mentions: 1 })
      await read(5)
      expect(await overviewOf()).toMatchObject({ readSeq: 5, unread: 0, mentions: 0 })
      expect(await overviewOf(ben)).toMatchObject({ readSeq: 0, unread: 1, mentions: 0 })
    })

    test('leaves out what was deleted, wherever it stood', async () => {
      const first = await say(byBen('first', { mentions: [anna.id] }))
      const middle = await say(byBen('middle'))
      const last = await say(byBen('last', { mentions: [anna.id] }))
      await store.messages.remove(last.id, LATER)
      const { lastMessage, ...counts } = (await overviewOf()) ?? {}
      expect(counts).toMatchObject({ lastSeq: 4, unread: 2, mentions: 1 })
      expect(lastMessage).toEqual(middle)
      for (const { id } of [first, middle]) await store.messages.remove(id, LATER)
      expect(await overviewOf()).toMatchObject({ unread: 0, mentions: 0, lastMessage: null })
    })

    test('counts no further than anybody wants to know', async () => {
      const texts = Array.from({ length: UNREAD_MAX + 20 }, (_, index) => `${index}`)
      await Promise.all(texts.map((text) => say(byBen(text))))
      expect(await overviewOf()).toMatchObject({ unread: UNREAD_MAX, lastMessage: { text: '119' } })
      await read(UNREAD_MAX + 20 - 3)
      expect(await overviewOf()).toMatchObject({ unread: 3 })
    })

    test('does not count what was said before the person came', async () => {
      await say(byBen('long ago', { createdAt: 1_000 }))
      await say(byBen('just before', { createdAt: 1_999 }))
      expect(await overviewOf(anna, general, 2_000)).toMatchObject({ unread: 0 })
      await say(byBen('just then', { createdAt: 2_000 }))
      await say(byBen('after it', { createdAt: 2_001 }))
      expect(await overviewOf(anna, general, 2_000)).toMatchObject({ unread: 2, readSeq: 0 })
      await read(3)
      expect(await overviewOf(anna, general, 2_000)).toMatchObject({ unread: 1, readSeq: 3 })
    })

    test('looks at a bounded number of the newest messages', async () => {
      await say(byBen('the only one that is left', { mentions: [anna.id] }))
      const mine = Array.from({ length: OVERVIEW_LOOKS_AT - 1 }, (_, index) => byAnna(`${index}`))
      const said = await Promise.all(mine.map(say))
      expect(await overviewOf()).toMatchObject({ unread: 1, mentions: 1 })
      await Promise.all(said.map(({ id }) => store.messages.remove(id, LATER)))
      expect(await overviewOf()).toMatchObject({
        unread: 1,
        lastMessage: { text: 'the only one that is left' },
      })
      const one = await say(byAnna('one more'))
      await store.messages.remove(one.id, LATER)
      expect(await overviewOf()).toMatchObject({ unread: 0, mentions: 0, lastMessage: null })
    })

    test('answers in the order asked for', async () => {
      await say(byBen('here'))
      await say(byBen('there', { roomId: music }))
      await say(byBen('to you', { roomId: withBen }))
      const asked = [withBen, music, general]
      const answered = await store.conversations.overview(anna.id, asked, 0)
      expect(answered.map(({ roomId }) => roomId)).toEqual(asked)
      expect(answered.map(({ lastMessage }) => lastMessage?.text)).toEqual([
        'to you',
        'there',
        'here',
      ])
    })
  })

  test('a level of notification is kept by person and conversation, begun or not', async () => {
    await say(byBen('Hello'))
    await store.conversations.setNotify(general, anna.id, 'nothing')
    await store.conversations.setNotify(general, anna.id, 'all')
    await store.conversations.setNotify(withBen, anna.id, 'nothing')
    await read(1)
    await store.close()
    await store.openAgain()
    expect(await overviewOf()).toMatchObject({ notify: 'all', readSeq: 1 })
    expect(await overviewOf(ben)).toMatchObject({ notify: 'mentions' })
    expect(await overviewOf(anna, withBen)).toMatchObject({ notify: 'nothing' })
    expect(await overviewOf(ben, withBen)).toMatchObject({ notify: 'all' })
    expect(await store.conversations.directOf(anna.id)).toEqual([])
    await say(byBen('Now it begins', { roomId: withBen }))
    expect(await overviewOf(anna, withBen)).toMatchObject({ notify: 'nothing', unread: 1 })
  })

  describe('the list of direct conversations', () => {
    test('has those with a message in them, the newest first, for both people', async () => {
      expect(await store.conversations.directOf(anna.id)).toEqual([])
      await say(byBen('first', { roomId: withBen, createdAt: 1 }))
      await say(draftsOf(cleo)('second', { roomId: withCleo, createdAt: 2 }))
      expect(await store.conversations.directOf(anna.id)).toEqual([withCleo, withBen])
      expect(await store.conversations.directOf(ben.id)).toEqual([withBen])
      await say(byAnna('third', { roomId: withBen, createdAt: 3 }))
      expect(await store.conversations.directOf(anna.id)).toEqual([withBen, withCleo])
    })

    test('hides one until the next message, for one person only', async () => {
      const { id } = await say(byBen('Hello', { roomId: withBen }))
      await store.messages.edit(id, 'Hello!', LATER)
      await store.conversations.hide(withBen, anna.id)
      expect(await store.conversations.directOf(anna.id)).toEqual([])
      expect(await store.conversations.directOf(ben.id)).toEqual([withBen])
      await store.messages.edit(id, 'Hello?', LATER)
      expect(await store.conversations.directOf(anna.id)).toEqual([])
      await store.close()
      await store.openAgain()
      expect(await store.conversations.directOf(anna.id)).toEqual([])
      await say(byAnna('Hello yourself', { roomId: withBen }))
      expect(await store.conversations.directOf(anna.id)).toEqual([withBen])
    })

    test('hiding what is not on it changes nothing', async () => {
      await store.conversations.hide(withBen, anna.id)
      await say(byBen('Hello', { roomId: withBen }))
      await store.conversations.hide(withBen, cleo.id)
      expect(await store.conversations.directOf(anna.id)).toEqual([withBen])
      expect(await store.conversations.directOf(cleo.id)).toEqual([])
    })

    test('hiding and hearing at once loses no message', async () => {
      await say(byBen('0', { roomId: withBen }))
      for (let round = 1; round <= 20; round += 1) {
        await Promise.all([
          store.conversations.hide(withBen, anna.id),
          say(byBen(`${round}`, { roomId: withBen })),
          store.conversations.hide(withBen, anna.id),
        ])
        await say(byBen('and on', { roomId: withBen }))
        expect(await store.conversations.directOf(anna.id)).toEqual([withBen])
      }
    })

    test('one conversation begins once, whoever speaks first', async () => {
      const both = await Promise.all([
        say(byAnna('Me first', { roomId: withBen })),
        say(byBen('No, me', { roomId: withBen })),
      ])
      expect(both.map(({ seq }) => seq).toSorted((one, other) => one - other)).toEqual([1, 2])
      expect(await store.conversations.directOf(ben.id)).toEqual([withBen])
    })
  })

  test('people are blocked and accepted again, each for oneself', async () => {
    const { block, blockedBy } = store.conversations
    expect(await blockedBy(anna.id)).toEqual([])
    expect(await block(anna.id, ben.id, true)).toEqual([ben.id])
    expect(await block(anna.id, ben.id, true)).toEqual([ben.id])
    const both = [ben.id, cleo.id].toSorted()
    expect(await block(anna.id, cleo.id, true)).toEqual(both)
    expect(await blockedBy(ben.id)).toEqual([])
    await store.close()
    await store.openAgain()
    expect(await store.conversations.blockedBy(anna.id)).toEqual(both)
    expect(await store.conversations.block(anna.id, ben.id, false)).toEqual([cleo.id])
    expect(await store.conversations.block(anna.id, ben.id, false)).toEqual([cleo.id])
  })

  test('calls of people ring or do not, each for oneself and whoever is blocked', async () => {
    const { setRings, quietCallersOf } = store.conversations
    expect(await quietCallersOf(anna.id)).toEqual([])
    expect(await setRings(anna.id, ben.id, false)).toEqual([ben.id])
    expect(await setRings(anna.id, ben.id, false)).toEqual([ben.id])
    const both = [ben.id, cleo.id].toSorted()
    expect(await setRings(anna.id, cleo.id, false)).toEqual(both)
    expect(await quietCallersOf(ben.id)).toEqual([])
    expect(await store.conversations.blockedBy(anna.id)).toEqual([])
    await store.close()
    await store.openAgain()
    expect(await store.conversations.quietCallersOf(anna.id)).toEqual(both)
    expect(await store.conversations.setRings(anna.id, ben.id, true)).toEqual([cleo.id])
    expect(await store.conversations.setRings(anna.id, ben.id, true)).toEqual([cleo.id])
  })

  test('whoever was last here under a name is found by it', async () => {
    await store.names.note('anna', anna.id)
    await store.names.note('ben', ben.id)
    await store.names.note('anna', cleo.id)
    expect(await store.names.find(['ben', 'nobody', 'anna', '__proto__'])).toEqual([
      ben.id,
      null,
      cleo.id,
      null,
    ])
    expect(await store.names.find([])).toEqual([])
  })

  test('what somebody sent under a key is found by it', async () => {
    const clientId = '3c0a4f2e-1f0b-4f53-8e0f-5b1f3d0a9c11' as never
    const sent = await say(byAnna('Hello', { clientId }))
    const { findSent } = store.messages
    expect(await findSent(general, anna.id, clientId)).toEqual(sent)
    const edited = await store.messages.edit(sent.id, 'Hello!', LATER)
    expect(await findSent(general, anna.id, clientId)).toEqual(edited)
    expect(await findSent(general, ben.id, clientId)).toBeNull()
    expect(await findSent(music, anna.id, clientId)).toBeNull()
  })

  test('says who wrote the newest message as a message, with everything on it', async () => {
    const said = await say(byBen('Look', { roomId: withBen }))
    await store.messages.react({
      messageId: said.id,
      person: publicly(anna),
      emoji: '👍' as never,
      on: true,
      emojiMax: 20,
    })
    const { lastMessage } = (await overviewOf(anna, withBen)) ?? {}
    expect(lastMessage).toEqual(await store.messages.find(said.id))
  })
})
