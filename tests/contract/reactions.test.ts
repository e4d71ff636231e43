import { beforeEach, describe, expect, test } from 'vitest'
import type { MessageId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import type { ReactionOutcome } from '../../src-server/ports/message-store.ts'
import { draftsOf, emojiOf, general, manyEmoji, newPerson, publicly } from './fixtures.ts'
import { storeOfEachTest } from './store-of-test.ts'
import { durableStores } from './stores.ts'

const anna = newPerson('Anna')
const ben = newPerson('Ben')
const EMOJI_MAX = 20

describe.each(durableStores)('reactions on $name', (kind) => {
  const store = storeOfEachTest(kind, { people: [anna, ben] })
  let messageId: MessageId
  beforeEach(async () => {
    const { message } = await store.messages.append(draftsOf(anna)('React to me'))
    messageId = message.id
  })

  const react = (person: Person, emoji: string, on?: boolean) =>
    store.messages.react({
      messageId,
      person: publicly(person),
      emoji: emojiOf(emoji),
      on,
      emojiMax: EMOJI_MAX,
    })
  const lookOf = (outcome: ReactionOutcome) =>
    outcome.kind === 'done'
      ? outcome.message.reactions.map(
          ({ emoji, people }) => `${emoji} ${people.map(({ name }) => name).join(' ')}`,
        )
      : outcome.kind
  const lastSeq = async () => (await store.messages.page(general, { from: 'newest' }, 1)).lastSeq

  test('stand in the order of choosing, with who chose them', async () => {
    await react(ben, '🎉')
    await react(anna, '👍')
    await react(anna, '🎉')
    const last = await react(ben, '👍')
    expect(lookOf(last)).toEqual(['🎉 Ben Anna', '👍 Anna Ben'])
    const found = await store.messages.find(messageId)
    expect(found?.reactions[0]).toEqual({
      emoji: '🎉',
      people: [publicly(ben), publicly(anna)],
    })
    const page = await store.messages.page(general, { from: 'newest' }, 10)
    expect(page.messages).toEqual([found])
    expect(lookOf(await react(ben, '🎉'))).toEqual(['👍 Anna Ben', '🎉 Anna'])
    expect(lookOf(await react(ben, '🎉'))).toEqual(['👍 Anna Ben', '🎉 Anna Ben'])
  })

  test('toggle without `on`', async () => {
    expect(lookOf(await react(ben, '👍'))).toEqual(['👍 Ben'])
    expect(lookOf(await react(ben, '👍'))).toEqual([])
    expect(lookOf(await react(ben, '👍'))).toEqual(['👍 Ben'])
    expect(await lastSeq()).toBe(4)
  })

  test('that are as asked for already change nothing and take no number', async () => {
    expect(await react(ben, '👍', false)).toMatchObject({ kind: 'done', changed: false })
    expect(await react(ben, '👍', true)).toMatchObject({ kind: 'done', changed: true })
    const again = await react(ben, '👍', true)
    expect(again).toMatchObject({ kind: 'done', changed: false, message: { changeSeq: 2 } })
    expect(lookOf(again)).toEqual(['👍 Ben'])
    expect(await react(ben, '👍', false)).toMatchObject({ changed: true })
    expect(await react(ben, '👍', false)).toMatchObject({ changed: false })
    expect(await lastSeq()).toBe(3)
  })

  test('come from many people at once, and none is lost', async () => {
    const people = Array.from({ length: 50 }, (_, index) => newPerson(`Guest ${index}`))
    await Promise.all(people.map((person) => store.people.create(person)))
    const outcomes = await Promise.all(people.map((person) => react(person, '❤️')))
    const numbers = outcomes.map((outcome) =>
      outcome.kind === 'done' && outcome.changed ? outcome.message.changeSeq : 0,
    )
    expect(numbers.toSorted((one, other) => one - other)).toEqual(
      people.map((_, index) => index + 2),
    )
    const { reactions } = (await store.messages.find(messageId)) ?? {}
    const names = reactions?.[0]?.people.map(({ name }) => name)
    expect(names?.toSorted()).toEqual(people.map(({ name }) => name).toSorted())
    expect(await lastSeq()).toBe(51)
  })

  test('of one person who asks twice at once are one', async () => {
    const outcomes = await Promise.all([react(ben, '👍', true), react(ben, '👍', true)])
    expect(outcomes.map((outcome) => outcome.kind === 'done' && outcome.changed)).toEqual([
      true,
      false,
    ])
    expect(lookOf(await react(ben, '👍', true))).toEqual(['👍 Ben'])
  })

  test('have a limit of different emoji, which never keeps anybody from joining in', async () => {
    const [extra = emojiOf('🎈'), ...rest] = manyEmoji
    for (const emoji of rest) expect((await react(ben, emoji)).kind).toBe('done')
    expect(await react(anna, extra)).toEqual({ kind: 'full' })
    expect(await react(anna, extra, false)).toMatchObject({ kind: 'done', changed: false })
    const [joinedIn = extra, takenBack = extra] = rest
    expect(await react(anna, joinedIn)).toMatchObject({ kind: 'done', changed: true })
    const before = await lastSeq()
    expect(await react(anna, extra, true)).toEqual({ kind: 'full' })
    expect(await lastSeq()).toBe(before)
    await react(ben, takenBack)
    expect(await react(anna, extra)).toMatchObject({ kind: 'done', changed: true })
  })

  test('of many messages come to the right ones', async () => {
    const others = []
    for (const text of ['a', 'b', 'c']) {
      others.push((await store.messages.append(draftsOf(anna)(text))).message.id)
    }
    const [first = messageId, , third = messageId] = others
    const reactTo = (id: MessageId, emoji: string) =>
      store.messages.react({
        messageId: id,
        person: publicly(ben),
        emoji: emojiOf(emoji),
        on: true,
        emojiMax: EMOJI_MAX,
      })
    await reactTo(third, '🎉')
    await reactTo(first, '👍')
    await reactTo(messageId, '❤️')
    const { messages } = await store.messages.page(general, { from: 'newest' }, 10)
    expect(messages.map(({ reactions }) => reactions.map(({ emoji }) => emoji).join(''))).toEqual([
      '❤️',
      '👍',
      '',
      '🎉',
    ])
  })
})
