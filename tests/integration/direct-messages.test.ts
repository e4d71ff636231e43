import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { directIdOf } from '#shared/domain/direct.ts'
import type { PersonId } from '#shared/domain/ids.ts'
import { ask, refusalOf, say, told } from '../support/conversation.ts'
import { onEveryDeployment } from '../support/deployments.ts'

const between = (one: string, other: string): string =>
  directIdOf(one as PersonId, other as PersonId)

onEveryDeployment('direct messages', ({ person, device, open }) => {
  test('reach every device of both people, and nobody else', async () => {
    const [anna, ben] = [await person('Anna'), await person('Ben', 'music')]
    const [phone, laptop] = [await device(ben), await device(anna, 'gaming')]
    const eve = await person('Eve')
    const { message, duplicate } = await ask(anna.client, 'chat:direct', {
      to: 'ben',
      text: 'Only for you',
    })
    expect(duplicate).toBe(false)
    expect(message).toMatchObject({ roomId: between(anna.id, ben.id), user: 'Anna', seq: 1 })
    for (const client of [ben.client, phone]) {
      const received = await client.next('chat:direct:received')
      expect(received).toEqual({
        from: 'Anna',
        text: 'Only for you',
        createdAt: message.createdAt,
        message,
      })
    }
    for (const client of [anna.client, laptop, ben.client, phone]) {
      expect(await client.next('chat:message', ({ id }) => id === message.id)).toEqual(message)
    }
    await Promise.all([eve.client.settle(), anna.client.settle(), laptop.settle()])
    expect(JSON.stringify(eve.client.received)).not.toContain('Only for you')
    for (const client of [anna.client, laptop]) {
      expect(told(client, 'chat:direct:received')).toEqual([])
    }
  })

  test('begin with a word to both that there is a conversation, once', async () => {
    const [anna, ben] = [await person('Astrid'), await person('Bruno')]
    const { message } = await ask(anna.client, 'chat:direct', { to: ben.id, text: 'Hello @bruno' })
    const base = { roomId: message.roomId, lastSeq: 1, readSeq: 0, lastMessage: message }
    expect(await ben.client.next('conversation:new')).toMatchObject({
      ...{ ...base, unread: 1, mentions: 1, notify: 'all' },
      with: { id: anna.id, name: 'Astrid' },
    })
    expect(await anna.client.next('conversation:new')).toMatchObject({
      ...{ ...base, unread: 0, mentions: 0 },
      with: { id: ben.id, name: 'Bruno' },
    })
    await ask(ben.client, 'chat:message', { roomId: message.roomId, text: 'Hello yourself' })
    await anna.client.next('chat:direct:received', ({ from }) => from === 'Bruno')
    expect(told(anna.client, 'conversation:new')).toHaveLength(1)
  })

  test('wait for somebody who is not here', async () => {
    const [anna, ben] = [await person('Agnes'), await person('Boris')]
    ben.client.close()
    const first = await ask(anna.client, 'chat:direct', { to: 'Boris', text: 'Are you there?' })
    const { roomId } = first.message
    await ask(anna.client, 'chat:message', { roomId, text: 'Write back' })
    const again = await device(ben)
    const { conversations } = await ask(again, 'conversations:follow', undefined as never)
    expect(conversations.find((one) => one.roomId === roomId)).toMatchObject({
      unread: 2,
      lastMessage: { text: 'Write back' },
      with: { id: anna.id },
    })
    const { messages } = await ask(again, 'chat:history', { roomId })
    expect(messages.map(({ text }) => text)).toEqual(['Are you there?', 'Write back'])
    const changes = await ask(again, 'chat:changes', { roomId, after: 1 })
    expect(changes).toMatchObject({ upTo: 2, more: false, messages: [{ text: 'Write back' }] })
  })

  test('are one conversation, whoever begins and however it is addressed', async () => {
    const [anna, ben] = [await person('Ada'), await person('Bob')]
    const clientId = randomUUID()
    const sent = await Promise.all([
      ask(anna.client, 'chat:direct', { to: ben.id, text: 'one', clientId }),
      ask(ben.client, 'chat:direct', { to: 'ADA', text: 'two', user: { name: 'Eve' } }),
      ask(anna.client, 'chat:direct', { to: 'Bob', text: 'one', clientId }),
    ])
    expect(new Set(sent.map(({ message }) => message.roomId)).size).toBe(1)
    expect(sent.filter(({ duplicate }) => duplicate)).toHaveLength(1)
    const roomId = between(anna.id, ben.id)
    const { messages } = await ask(ben.client, 'chat:history', { roomId })
    expect(messages.map(({ user }) => user).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'Ada',
      'Bob',
    ])
  })

  test('can be edited, answered, reacted to, pinned and deleted like any other', async () => {
    const [anna, ben] = [await person('Alma'), await person('Bert')]
    const { message } = await ask(anna.client, 'chat:direct', { to: ben.id, text: 'Helo' })
    const { roomId, id: messageId } = message
    await ask(anna.client, 'chat:edit', { messageId, text: 'Hello' })
    expect(await ben.client.next('chat:changed')).toMatchObject({ text: 'Hello', changeSeq: 2 })
    await ask(ben.client, 'chat:reaction', { messageId, emoji: '👍' })
    await anna.client.next('chat:reaction:update', (update) => update.roomId === roomId)
    const answer = await say(ben.client, roomId, 'Hello', { replyTo: messageId })
    expect(answer.replyTo).toMatchObject({ id: messageId, text: 'Hello' })
    await ask(ben.client, 'chat:pin', { messageId, on: true })
    await anna.client.next('chat:changed', ({ pin }) => pin?.user === 'Bert')
    await ask(anna.client, 'chat:delete', { messageId })
    await ben.client.next('chat:changed', ({ deletedAt }) => deletedAt !== null)
    const { messages } = await ask(ben.client, 'chat:history', { roomId })
    expect(messages[1]?.replyTo).toMatchObject({ text: '' })
    expect(await ask(ben.client, 'chat:pins', { roomId })).toMatchObject({ messages: [] })
    expect(await refusalOf(ben.client, 'chat:delete', { messageId: answer.id })).toBe('ok')
  })

  test('typing and reading are for the two alone', async () => {
    const [anna, ben, eve] = [await person('Alba'), await person('Bela'), await person('Evi')]
    const phone = await device(ben, 'music')
    const { message } = await ask(anna.client, 'chat:direct', { to: ben.id, text: 'Hello' })
    const { roomId, seq } = message
    await ask(anna.client, 'chat:typing', { roomId })
    for (const client of [ben.client, phone]) {
      expect(await client.next('chat:typing')).toEqual({ roomId, user: 'Alba', userId: anna.id })
    }
    await ask(ben.client, 'chat:read', { roomId, seq })
    const receipt = [{ roomId, userId: ben.id, seq }]
    expect(await anna.client.next('chat:receipt')).toEqual(receipt)
    expect(await phone.next('chat:receipt')).toEqual(receipt)
    await Promise.all([eve.client.settle(), ben.client.settle()])
    for (const name of ['chat:typing', 'chat:receipt']) expect(told(eve.client, name)).toEqual([])
    expect(told(ben.client, 'chat:receipt')).toEqual([])
  })

  test('are refused clearly where they lead to nobody, or to oneself', async () => {
    const anna = await person('Aino')
    const to = (whom: unknown, text: unknown = 'Hello') =>
      refusalOf(anna.client, 'chat:direct', { to: whom, text })
    expect(await to('Nobody at all')).toBe('not-found')
    expect(await to(randomUUID())).toBe('not-found')
    expect(await to('__proto__')).toBe('not-found')
    expect(await to('Aino')).toBe('forbidden')
    expect(await to(anna.id)).toBe('forbidden')
    for (const whom of ['', 7, null, { id: anna.id }, ['Aino']]) {
      expect(await to(whom), JSON.stringify(whom)).toBe('invalid')
    }
    expect(await to('Aino', 'x'.repeat(8_001))).toBe('too-large')
    expect(await to('x'.repeat(201))).toBe('too-large')
    const { client } = anna
    expect(await refusalOf(client, 'direct:open', { userId: randomUUID() })).toBe('not-found')
    expect(await refusalOf(client, 'direct:open', { userId: anna.id })).toBe('forbidden')
    expect(await refusalOf(client, 'direct:hide', { roomId: 'general' })).toBe('forbidden')
    const stranger = await open()
    expect(await refusalOf(stranger, 'chat:direct', { to: 'Aino', text: 'Hi' })).toBe(
      'unauthorized',
    )
  })

  test('of others are as if they did not exist', async () => {
    const [anna, ben, eve] = [await person('Anja'), await person('Bodo'), await person('Edda')]
    await ask(eve.client, 'conversations:follow', undefined as never)
    const { message } = await ask(anna.client, 'chat:direct', { to: ben.id, text: 'Private' })
    const { roomId, id: messageId } = message
    const absent = between(anna.id, randomUUID())
    for (const [name, input] of [
      ['chat:message', { text: 'Hi' }],
      ['chat:history', {}],
      ['chat:changes', { after: 0 }],
      ['chat:typing', {}],
      ['chat:pins', {}],
      ['chat:media', { kind: 'pictures' }],
      ['chat:read', { seq: 1 }],
      ['chat:receipts', {}],
      ['conversations:notify', { level: 'all' }],
      ['direct:hide', {}],
    ] as const) {
      for (const id of [roomId, absent, 'direct-', `${roomId}x`]) {
        const code = await refusalOf(eve.client, name, { roomId: id, ...input })
        expect([name, code]).toEqual([name, 'not-found'])
      }
    }
    for (const [name, input] of [
      ['chat:edit', { text: 'Mine' }],
      ['chat:delete', {}],
      ['chat:reaction', { emoji: '👍' }],
      ['chat:pin', { on: true }],
    ] as const) {
      expect(await refusalOf(eve.client, name, { messageId, ...input })).toBe('not-found')
    }
    expect(await refusalOf(eve.client, 'room:join', { roomId, user: { name: 'Edda' } })).toBe(
      'not-found',
    )
    await eve.client.settle()
    expect(JSON.stringify(eve.client.received)).not.toContain('Private')
  })

  test('of somebody who is blocked do not come through, and nobody says why', async () => {
    const [anna, ben] = [await person('Anke'), await person('Bela B')]
    const phone = await device(anna, 'music')
    const { message } = await ask(ben.client, 'chat:direct', { to: 'Anke', text: 'Hello' })
    const { roomId, id: messageId } = message
    expect(await ask(anna.client, 'person:block', { userId: ben.id, on: true })).toEqual({
      ok: true,
      blocked: [ben.id],
    })
    expect(await phone.next('profile:changed')).toMatchObject({ id: anna.id, blocked: [ben.id] })
    const mine = await ask(ben.client, 'chat:history', { roomId })
    expect(mine.messages).toHaveLength(1)
    for (const [name, input] of [
      ['chat:direct', { to: 'Anke', text: 'Please' }],
      ['chat:message', { roomId, text: 'Please' }],
      ['chat:typing', { roomId }],
      ['chat:edit', { messageId, text: 'Please' }],
      ['chat:reaction', { messageId, emoji: '😢' }],
      ['chat:pin', { messageId, on: true }],
    ] as const) {
      const reply = await ben.client.call(name, input as never)
      expect(reply, name).toMatchObject({ ok: false, error: { code: 'forbidden' } })
      expect(JSON.stringify(reply)).not.toMatch(/block/i)
      const own = name === 'chat:direct' ? { to: ben.id, text: 'No' } : input
      // What somebody refuses to hear they cannot ask for either.
      if (name !== 'chat:edit') expect(await refusalOf(anna.client, name, own)).toBe('forbidden')
    }
    // In a room both hear each other.
    expect(await refusalOf(ben.client, 'chat:message', { roomId: 'general', text: 'Hi' })).toBe(
      'ok',
    )
    expect(await refusalOf(ben.client, 'chat:delete', { messageId })).toBe('ok')
    await ask(anna.client, 'person:block', { userId: ben.id, on: false })
    expect(await refusalOf(ben.client, 'chat:direct', { to: 'Anke', text: 'Thanks' })).toBe('ok')
    const { client } = anna
    expect(await refusalOf(client, 'person:block', { userId: anna.id, on: true })).toBe('conflict')
    expect(await refusalOf(client, 'person:block', { userId: randomUUID(), on: true })).toBe(
      'not-found',
    )
  })

  test('what was stored already is said already, even to somebody who blocks since', async () => {
    const [anna, ben] = [await person('Arne'), await person('Birk')]
    const input = { to: anna.id, text: 'Once', clientId: randomUUID() }
    const sent = await ask(ben.client, 'chat:direct', input)
    await ask(anna.client, 'person:block', { userId: ben.id, on: true })
    const again = await ask(ben.client, 'chat:direct', input)
    expect(again).toEqual({ ...sent, duplicate: true })
  })

  test('come off the list until the next one, on all devices', async () => {
    const [anna, ben] = [await person('Alva'), await person('Bent')]
    const phone = await device(anna, 'music')
    const { conversation } = await ask(anna.client, 'direct:open', { userId: ben.id })
    const { roomId } = conversation
    expect(conversation).toMatchObject({ lastSeq: 0, unread: 0, lastMessage: null, notify: 'all' })
    const listed = async () => {
      const { conversations } = await ask(phone, 'conversations:follow', undefined as never)
      return conversations.filter((one) => one.with !== null).map((one) => one.roomId)
    }
    expect(await listed()).toEqual([])
    await ask(ben.client, 'chat:direct', { to: anna.id, text: 'Hello' })
    expect(await listed()).toEqual([roomId])
    await ask(anna.client, 'conversations:notify', { roomId, level: 'nothing' })
    expect(await phone.next('conversation:updated')).toEqual({
      ...{ roomId, notify: 'nothing', isHidden: false },
    })
    await ask(anna.client, 'direct:hide', { roomId })
    expect(await phone.next('conversation:updated')).toEqual({
      ...{ roomId, notify: 'nothing', isHidden: true },
    })
    expect(await listed()).toEqual([])
    await ask(ben.client, 'chat:direct', { to: anna.id, text: 'Still there?' })
    expect(await listed()).toEqual([roomId])
    await anna.client.settle()
    expect(told(anna.client, 'conversation:updated')).toEqual([])
  })
})
