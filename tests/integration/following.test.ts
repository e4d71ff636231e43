import { expect, test } from 'vitest'
import { ask, refusalOf, say, told } from '../support/conversation.ts'
import { onEveryDeployment } from '../support/deployments.ts'
import { until } from '../support/redis-conversation.ts'
import type { TestClient } from '../support/client.ts'

/** Of one room, by one instance. */
const RECEIPTS_EVERY_MS = 500
/** In any of the deployments. */
const INSTANCES_MAX = 2

const follow = async (client: TestClient) =>
  (await ask(client, 'conversations:follow', undefined as never)).conversations

onEveryDeployment('following', ({ person, device, open }) => {
  test('lets a session hear, read and speak where it is not', async () => {
    const [anna, ben] = [await person('Anna'), await person('Ben', 'music')]
    const inMusic = { roomId: 'music', text: 'From afar' }
    expect(await refusalOf(anna.client, 'chat:message', inMusic)).toBe('forbidden')
    expect(await refusalOf(anna.client, 'chat:history', { roomId: 'music' })).toBe('forbidden')
    const conversations = await follow(anna.client)
    expect(conversations.map(({ roomId }) => roomId)).toEqual(['general', 'music', 'gaming'])
    const said = await say(ben.client, 'music', 'Hello')
    expect(await anna.client.next('chat:message', ({ id }) => id === said.id)).toEqual(said)
    await say(anna.client, 'music', 'From afar')
    await ben.client.next('chat:message', ({ text }) => text === 'From afar')
    await ask(ben.client, 'chat:edit', { messageId: said.id, text: 'Hello!' })
    await anna.client.next('chat:changed', ({ id }) => id === said.id)
    await ask(anna.client, 'chat:reaction', { messageId: said.id, emoji: '👍' })
    await ben.client.next('chat:reaction:update', ({ messageId }) => messageId === said.id)
    expect((await ask(anna.client, 'chat:history', { roomId: 'music' })).messages).toHaveLength(2)
  })

  test('hears each message once, in the room as well, and goes on after leaving it', async () => {
    const [anna, ben] = [await person('Astrid', 'gaming'), await person('Bruno', 'gaming')]
    await follow(anna.client)
    await say(ben.client, 'gaming', 'Once')
    await anna.client.next('chat:message', ({ text }) => text === 'Once')
    await ask(anna.client, 'room:leave', undefined as never)
    const later = await say(ben.client, 'gaming', 'Still heard')
    await anna.client.next('chat:message', ({ id }) => id === later.id)
    const texts = told(anna.client, 'chat:message').map(
      (message) => (message as { text: string }).text,
    )
    expect(texts.filter((text) => text === 'Once')).toHaveLength(1)
  })

  test('tells neither who is in other rooms nor who comes and goes or types there', async () => {
    const [anna, ben] = [await person('Agnes'), await person('Bela', 'music')]
    await follow(anna.client)
    await anna.client.settle()
    const before = anna.client.received.length
    const cleo = await person('Cleo', 'music')
    await ask(cleo.client, 'chat:typing', { roomId: 'music' })
    await ben.client.next('chat:typing')
    cleo.client.close()
    await ben.client.next('chat:message', ({ text }) => text === 'Cleo left the room')
    const mark = await say(ben.client, 'music', 'They are gone')
    await anna.client.next('chat:message', ({ id }) => id === mark.id)
    const heard = anna.client.received.slice(before)
    expect(heard.filter(({ name }) => name === 'chat:typing')).toEqual([])
    // Who is in her own room she may be told again; others are not in it.
    const users = heard.filter(({ name }) => name === 'room:users')
    expect(JSON.stringify(users)).not.toMatch(/Bela|Cleo/)
    expect(JSON.stringify(heard)).not.toContain('the room')
  })

  test('says what is unread and what speaks to one, and what was before one came is not', async () => {
    const ben = await person('Boris')
    await say(ben.client, 'general', 'Long before')
    const anna = await person('Ada')
    const inGeneral = async (client: TestClient) =>
      (await follow(client)).find(({ roomId }) => roomId === 'general')
    expect(await inGeneral(anna.client)).toMatchObject({ unread: 0, mentions: 0, readSeq: 0 })
    await say(ben.client, 'general', 'Hello everybody')
    await say(ben.client, 'general', 'Hello @ada, and @Nobody')
    const here = await say(ben.client, 'general', '@here: lunch')
    const phone = await device(anna, 'music')
    expect(await inGeneral(phone)).toMatchObject({ unread: 3, mentions: 2, lastMessage: here })
    const read = await ask(anna.client, 'chat:read', { roomId: 'general', seq: here.seq - 1 })
    expect(read.seq).toBe(here.seq - 1)
    const receipt = { roomId: 'general', userId: anna.id, seq: here.seq - 1 }
    expect(await phone.next('chat:receipt')).toEqual([receipt])
    expect(await inGeneral(phone)).toMatchObject({ unread: 1, mentions: 1 })
  })

  test('what somebody chose to be told of is the same on all devices', async () => {
    const anna = await person('Alma')
    const phone = await device(anna, 'music')
    await ask(anna.client, 'conversations:notify', { roomId: 'general', level: 'nothing' })
    expect(await phone.next('conversation:updated')).toEqual({
      ...{ roomId: 'general', notify: 'nothing', isHidden: false },
    })
    expect((await follow(phone))[0]).toMatchObject({ roomId: 'general', notify: 'nothing' })
    expect(
      await refusalOf(anna.client, 'conversations:notify', { roomId: 'general', level: 'loud' }),
    ).toBe('invalid')
    await anna.client.settle()
    expect(told(anna.client, 'conversation:updated')).toEqual([])
  })

  test('needs a name', async () => {
    const stranger = await open()
    for (const name of [
      'conversations:follow',
      'chat:receipts',
      'chat:pins',
      'chat:media',
      'chat:read',
    ] as const) {
      const input = { roomId: 'general', seq: 1, kind: 'files' }
      expect(await refusalOf(stranger, name, input)).toBe('unauthorized')
    }
  })

  test('how far people have read goes to the room together, and to whoever asks', async () => {
    const ben = await person('Bodo', 'gaming')
    const { seq } = await say(ben.client, 'gaming', 'Read this')
    const readers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => person(`Reader ${index}`, 'gaming')),
    )
    const startedAt = performance.now()
    await Promise.all(
      readers.map(({ client }) => ask(client, 'chat:read', { roomId: 'gaming', seq })),
    )
    const receipts = () => told(ben.client, 'chat:receipt') as { userId: string; seq: number }[][]
    await until(
      () =>
        new Set(
          receipts()
            .flat()
            .map(({ userId }) => userId),
        ).size === 12,
    )
    // The first at once, the rest together; each instance speaks for its own people. Where reading
    // takes its time there is one more for each half a second.
    const later = Math.floor((performance.now() - startedAt) / RECEIPTS_EVERY_MS)
    expect(receipts().length).toBeLessThanOrEqual(INSTANCES_MAX * (1 + later))
    const { receipts: all } = await ask(ben.client, 'chat:receipts', { roomId: 'gaming' })
    const mine = all.filter(({ userId }) => readers.some(({ id }) => id === userId))
    expect(mine).toHaveLength(12)
    expect(new Set(mine.map((receipt) => receipt.seq))).toEqual(new Set([seq]))
  })

  test('nobody reads backwards or beyond what there is', async () => {
    const anna = await person('Alva', 'music')
    const first = await say(anna.client, 'music', 'a')
    const last = await say(anna.client, 'music', 'b')
    const read = async (seq: unknown) =>
      anna.client.call('chat:read', { roomId: 'music', seq } as never)
    expect(await read(Number.MAX_SAFE_INTEGER)).toEqual({ ok: true, seq: last.seq })
    expect(await read(first.seq)).toEqual({ ok: true, seq: last.seq })
    for (const seq of [0, -1, 1.5, '1', null, 1e300]) {
      expect(await read(seq), String(seq)).toMatchObject({ ok: false, error: { code: 'invalid' } })
    }
  })

  test('@here is a right, and a mention of several people finds the longest names', async () => {
    const [anna, kim] = [await person('Anna'), await person('Anna Kim')]
    const message = await say(anna.client, 'general', '@Anna Kim, @anna; mail@Anna.de and @ghost')
    expect(message.mentions).toEqual([kim.id, anna.id])
    expect(message.mentionsHere).toBe(false)
    const edited = await ask(anna.client, 'chat:edit', { messageId: message.id, text: 'Nobody' })
    expect(edited.message.mentions).toEqual([kim.id, anna.id])
  })

  test('pages lead to a message, from both sides', async () => {
    const anna = await person('Aino', 'gaming')
    const said = []
    for (let index = 0; index < 9; index += 1)
      said.push(await say(anna.client, 'gaming', `${index}`))
    const middle = said[4]
    const page = await ask(anna.client, 'chat:history', {
      ...{ roomId: 'gaming', around: middle?.seq, limit: 4 },
    })
    expect(page.messages.map(({ text }) => text)).toEqual(['3', '4', '5', '6'])
    expect(page).toMatchObject({ more: true, moreAfter: true })
    const newest = await ask(anna.client, 'chat:history', {
      ...{ roomId: 'gaming', around: 1_000_000, limit: 4 },
    })
    expect(newest.messages.map(({ text }) => text)).toEqual(['7', '8'])
    expect(newest).toMatchObject({ more: true, moreAfter: false })
    const input = { roomId: 'gaming', around: 3, before: 3 }
    expect(await refusalOf(anna.client, 'chat:history', input)).toBe('invalid')
  })
})
