import { expect, test } from 'vitest'
import { MESSAGE_BURST } from '#shared/protocol/limits.ts'
import { ask, refusalOf, say, told } from '../support/conversation.ts'
import { serverForFile } from '../support/file-server.ts'

const file = serverForFile()
const { here } = file

test('the documented event toggles, and the room hears all reactions as they are now', async () => {
  const [anna, ben] = [await here('Anna'), await here('Ben')]
  const said = await say(anna, 'general', 'Cake!')
  const userIds = [(await ben.join('general', 'Ben')).you.id, said.userId]
  // As documented: no `on`, no callback, and a name that counts for nothing.
  ben.emit('chat:reaction', { messageId: said.id, emoji: '🎉', user: 'Anna' })
  expect(await anna.next('chat:reaction:update')).toEqual({
    messageId: said.id,
    roomId: 'general',
    changeSeq: said.seq + 1,
    reactions: [{ emoji: '🎉', count: 1, users: ['Ben'], userIds: userIds.slice(0, 1) }],
  })
  anna.emit('chat:reaction', { messageId: said.id, emoji: '🎉', user: { name: 'Anna' } })
  const both = { emoji: '🎉', count: 2, users: ['Ben', 'Anna'], userIds }
  expect(await anna.next('chat:reaction:update')).toMatchObject({
    changeSeq: said.seq + 2,
    reactions: [both],
  })
  const { messages } = await ask(ben, 'chat:history', { roomId: 'general' })
  expect(messages.at(-1)).toMatchObject({ changeSeq: said.seq + 2, reactions: [both] })
  ben.emit('chat:reaction', { messageId: said.id, emoji: '🎉', user: 'Ben' })
  expect(await anna.next('chat:reaction:update')).toMatchObject({
    reactions: [{ count: 1, users: ['Anna'] }],
  })
  expect(await ask(anna, 'chat:reaction', { messageId: said.id, emoji: '🎉' })).toEqual({
    ok: true,
    messageId: said.id,
    reactions: [],
  })
  expect(await anna.next('chat:reaction:update')).toMatchObject({ reactions: [] })
})

test('with `on` a repeated request is harmless and told once', async () => {
  const [anna, ben] = [await here('Anna'), await here('Ben')]
  const { id: messageId } = await say(anna, 'general', 'Cake!')
  for (const on of [false, true, true, false, false]) {
    await ask(ben, 'chat:reaction', { messageId, emoji: '👍', on })
  }
  await anna.settle()
  const counts = told(anna, 'chat:reaction:update').map(
    (update) => (update as { reactions: object[] }).reactions.length,
  )
  expect(counts).toEqual([1, 0])
})

test('a heart without its emoji style is the same heart', async () => {
  const anna = await here('Anna')
  const { id: messageId } = await say(anna, 'general', 'Love')
  await ask(anna, 'chat:reaction', { messageId, emoji: '❤' })
  const { reactions } = await ask(anna, 'chat:reaction', { messageId, emoji: '❤️', on: true })
  expect(reactions).toMatchObject([{ emoji: '❤️', count: 1 }])
})

test.each([
  '',
  'a',
  'aa',
  '👍👍',
  '👍'.repeat(50),
  ' 👍',
  '👍\n',
  '7',
  ':+1:',
  '\ud83d',
  null,
  7,
  ['👍'],
  { emoji: '👍' },
])('%j is not a reaction', async (emoji) => {
  const anna = await here('Anna')
  const { id: messageId } = await say(anna, 'general', 'Cake!')
  expect(await refusalOf(anna, 'chat:reaction', { messageId, emoji })).toBe('invalid')
  expect(await refusalOf(anna, 'chat:reaction', { messageId, emoji: '👍', on: 1 })).toBe('invalid')
  expect(await refusalOf(anna, 'chat:reaction', { messageId: 'x', emoji: '👍' })).toBe('invalid')
})

test.each(['👩‍👩‍👧‍👦', '🇩🇪', '👋🏽', '#️⃣', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'])('%s is one emoji', async (emoji) => {
  const anna = await here('Anna')
  const { id: messageId } = await say(anna, 'general', 'Cake!')
  const { reactions } = await ask(anna, 'chat:reaction', { messageId, emoji })
  expect(reactions).toMatchObject([{ emoji, users: ['Anna'] }])
})

test('the 21st different emoji is a conflict, and joining in is not', async () => {
  const [anna, ben] = [await here('Anna'), await here('Ben')]
  const { id: messageId } = await say(anna, 'general', 'Cake!')
  const [last = '', ...twenty] = [...'😀😁😂😃😄😅😆😇😈😉😊😋😌😍😎😏😐😑😒😓😔']
  for (const emoji of twenty) await ask(anna, 'chat:reaction', { messageId, emoji })
  expect(await refusalOf(ben, 'chat:reaction', { messageId, emoji: last })).toBe('conflict')
  expect(await refusalOf(ben, 'chat:reaction', { messageId, emoji: twenty[0] })).toBe('ok')
})

test('forty people at once are all counted, and heard in the order of the numbers', async () => {
  const anna = await here('Anna', 'music')
  const said = await say(anna, 'music', 'Cake!')
  const people = await Promise.all(
    Array.from({ length: 40 }, (_, index) => here(`Guest ${index}`, 'music')),
  )
  await Promise.all(
    people.map((person, index) =>
      index % 4 === 0
        ? say(person, 'music', `Me too ${index}`)
        : ask(person, 'chat:reaction', { messageId: said.id, emoji: '🎂' }),
    ),
  )
  await anna.settle()
  const heard = anna.received.flatMap(({ name, payload }) => {
    const { changeSeq } = payload as { changeSeq?: number }
    return /^chat:(message|reaction:update)$/.test(name) && changeSeq ? [changeSeq] : []
  })
  expect(heard).toEqual(Array.from({ length: 41 }, (_, index) => said.seq + index))
  expect(told(anna, 'chat:reaction:update').at(-1)).toMatchObject({ reactions: [{ count: 30 }] })
})

test('reactions draw from the same budget as messages', async () => {
  const anna = await here('Anna', 'gaming')
  const { id: messageId } = await say(anna, 'gaming', 'Cake!')
  const replies = await Promise.all(
    Array.from({ length: 4 * MESSAGE_BURST }, () =>
      anna.call('chat:reaction', { messageId, emoji: '👍' } as never),
    ),
  )
  const refused = replies.flatMap((reply) => (reply.ok ? [] : [reply.error]))
  expect(refused.length).toBeGreaterThan(0)
  expect(refused[0]).toMatchObject({ code: 'rate-limited', retryAfter: expect.any(Number) })
  expect(anna.socket.connected).toBe(true)
})
