import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { ask, refusalOf, say, told } from '../support/conversation.ts'
import { serverForFile } from '../support/file-server.ts'

const file = serverForFile()
const { here } = file

test('an answer quotes the beginning of what it answers, as it is now', async () => {
  const [anna, ben] = [await here('Anna'), await here('Ben')]
  const asked = await say(anna, 'general', 'Shall we?\nI mean today')
  const answer = await say(ben, 'general', 'Yes', { replyTo: asked.id })
  const quote = { id: asked.id, seq: asked.seq, user: 'Anna', text: 'Shall we?' }
  expect(answer.replyTo).toEqual(quote)
  expect(asked.replyTo).toBeNull()
  expect(await anna.next('chat:message', ({ id }) => id === answer.id)).toEqual(answer)

  const quoteInHistory = async () => {
    const { messages } = await ask(ben, 'chat:history', { roomId: 'general' })
    return messages.find(({ id }) => id === answer.id)?.replyTo
  }
  await ask(anna, 'chat:edit', { messageId: asked.id, text: 'Shall we, today?' })
  expect(await quoteInHistory()).toEqual({ ...quote, text: 'Shall we, today?' })
  await ask(anna, 'chat:delete', { messageId: asked.id })
  expect(await quoteInHistory()).toEqual({ ...quote, text: '' })
})

test('only messages of the same room can be answered', async () => {
  const [anna, ben] = [await here('Anna'), await here('Ben', 'music')]
  const elsewhere = await say(ben, 'music', 'Elsewhere')
  const answerTo = (replyTo: unknown) =>
    refusalOf(anna, 'chat:message', { roomId: 'general', text: 'Yes', replyTo })
  expect(await answerTo(elsewhere.id)).toBe('not-found')
  expect(await answerTo(randomUUID())).toBe('not-found')
  expect(await answerTo('general')).toBe('invalid')
  expect(await answerTo(7)).toBe('invalid')
  expect(await answerTo(null)).toBe('invalid')
})

test('typing is told to others in the room and to nobody else', async () => {
  const [anna, ben, carl] = [await here('Anna'), await here('Ben'), await here('Carl', 'music')]
  const { you } = await anna.join('general', 'Anna')
  await ask(anna, 'chat:typing', { roomId: 'general' })
  const notice = { roomId: 'general', user: 'Anna', userId: you.id }
  expect(await ben.next('chat:typing')).toEqual(notice)
  anna.emit('chat:typing', { roomId: 'general' })
  expect(await ben.next('chat:typing')).toEqual(notice)
  expect(await refusalOf(anna, 'chat:typing', { roomId: 'music' })).toBe('forbidden')
  expect(await refusalOf(anna, 'chat:typing', { roomId: 'attic' })).toBe('not-found')
  expect(await refusalOf(anna, 'chat:typing', {})).toBe('invalid')
  await carl.settle()
  await anna.settle()
  expect([told(anna, 'chat:typing'), told(carl, 'chat:typing')]).toEqual([[], []])
})

test('typing takes no number and is not in the history', async () => {
  const anna = await here('Anna', 'gaming')
  const before = await say(anna, 'gaming', 'Before')
  for (let index = 0; index < 5; index += 1) await ask(anna, 'chat:typing', { roomId: 'gaming' })
  expect((await say(anna, 'gaming', 'After')).seq).toBe(before.seq + 1)
})
