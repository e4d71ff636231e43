import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { PINS_MAX } from '#shared/domain/messages.ts'
import { ask, refusalOf, say } from '../support/conversation.ts'
import { onEveryDeployment } from '../support/deployments.ts'

onEveryDeployment('pins, and what moderators delete', ({ person }) => {
  test('a moderator deletes what others said, and nobody else does', async () => {
    // Whoever is first owns the server.
    const olga = await person('Olga')
    const [anna, ben] = [await person('Anna'), await person('Ben')]
    const { id: messageId } = await say(anna.client, 'general', 'Spam')
    const answer = await say(ben.client, 'general', 'Go away', { replyTo: messageId })
    expect(await refusalOf(ben.client, 'chat:delete', { messageId })).toBe('forbidden')
    await ask(olga.client, 'chat:delete', { messageId })
    const gone = await anna.client.next('chat:changed', ({ id }) => id === messageId)
    expect(gone).toMatchObject({ text: '', user: 'Anna' })
    const { messages } = await ask(ben.client, 'chat:history', { roomId: 'general' })
    expect(messages.find(({ id }) => id === answer.id)?.replyTo).toMatchObject({ text: '' })
    const owners = await say(olga.client, 'general', 'Mine')
    expect(await refusalOf(anna.client, 'chat:delete', { messageId: owners.id })).toBe('forbidden')
  })

  test('a pin is seen by everybody, and taken away again', async () => {
    const [anna, ben] = [await person('Ada'), await person('Bob')]
    const { id: messageId } = await say(anna.client, 'general', 'Read this')
    const { message } = await ask(ben.client, 'chat:pin', { messageId, on: true })
    expect(message.pin).toMatchObject({ user: 'Bob', userId: ben.id })
    expect(await anna.client.next('chat:changed')).toEqual(message)
    const pins = async () => (await ask(anna.client, 'chat:pins', { roomId: 'general' })).messages
    expect(await pins()).toEqual([message])
    expect((await ask(anna.client, 'chat:pin', { messageId, on: true })).message).toEqual(message)
    await ask(anna.client, 'chat:pin', { messageId, on: false })
    expect(await pins()).toEqual([])
    expect(await refusalOf(anna.client, 'chat:pin', { messageId: randomUUID(), on: true })).toBe(
      'not-found',
    )
    expect(await refusalOf(anna.client, 'chat:pin', { messageId, on: 'yes' })).toBe('invalid')
    expect(await refusalOf(anna.client, 'chat:pins', { roomId: 'music' })).toBe('forbidden')
    expect(await refusalOf(anna.client, 'chat:pins', { roomId: 'attic' })).toBe('not-found')
  })

  test('there are at most so many pins', async () => {
    // Two people, because it is more than one of them may do in a row.
    const [anna, ben] = [await person('Aino', 'music'), await person('Benno', 'music')]
    const said = []
    for (let index = 0; index <= PINS_MAX; index += 1) {
      said.push(await say(anna.client, 'music', `${index}`))
    }
    const codes = []
    for (const { id } of said) {
      codes.push(await refusalOf(ben.client, 'chat:pin', { messageId: id, on: true }))
    }
    expect(codes).toEqual([...Array.from({ length: PINS_MAX }, () => 'ok'), 'conflict'])
  })
})
