import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { TEXT_MAX_LENGTH } from '#shared/domain/messages.ts'
import { connect, type TestClient } from '../support/client.ts'
import { ask, refusalOf, say, told } from '../support/conversation.ts'
import { serverForFile } from '../support/file-server.ts'

const file = serverForFile()
const { here } = file

const changed = (client: TestClient, text: string) =>
  client.next('chat:changed', (message) => message.text === text)

describe('editing', () => {
  test('is heard by everybody in the room and seen by those who come later', async () => {
    const [anna, ben, carl] = [await here('Anna'), await here('Ben'), await here('Carl', 'music')]
    const said = await say(anna, 'general', 'Helo')
    const { message } = await ask(anna, 'chat:edit', { messageId: said.id, text: ' Hello ' })
    expect(message).toEqual({
      ...said,
      text: 'Hello',
      editedAt: expect.any(Number),
      changeSeq: said.changeSeq + 1,
    })
    expect(await changed(ben, 'Hello')).toEqual(message)
    expect(await changed(anna, 'Hello')).toEqual(message)
    await carl.settle()
    expect(told(carl, 'chat:changed')).toEqual([])
    const late = await connect(file.server.origin)
    const { lastSeq } = await late.join('general', 'Dora')
    expect((await late.next('chat:history')).at(-1)).toEqual(message)
    expect(lastSeq).toBe(message.changeSeq)
  })

  test('to the same text changes nothing, and nobody hears of it', async () => {
    const [anna, ben] = [await here('Anna'), await here('Ben')]
    const said = await say(anna, 'general', 'Hello')
    const { message } = await ask(anna, 'chat:edit', { messageId: said.id, text: ' Hello\n' })
    expect(message).toEqual(said)
    const next = await say(anna, 'general', 'Next')
    expect(next.seq).toBe(said.seq + 1)
    await ben.next('chat:message', ({ text }) => text === 'Next')
    expect(told(ben, 'chat:changed')).toEqual([])
  })

  test('asks for a text as good as a new message', async () => {
    const anna = await here('Anna')
    const { id: messageId } = await say(anna, 'general', 'Hello')
    const edit = (text: unknown) => refusalOf(anna, 'chat:edit', { messageId, text })
    expect(await edit('')).toBe('invalid')
    expect(await edit(' \n ')).toBe('invalid')
    expect(await edit(7)).toBe('invalid')
    expect(await edit('\ud800')).toBe('invalid')
    expect(await edit('x'.repeat(TEXT_MAX_LENGTH + 1))).toBe('too-large')
    expect(await edit('x'.repeat(TEXT_MAX_LENGTH))).toBe('ok')
  })
})

describe('deleting', () => {
  test('is heard by others, and leaves an empty place', async () => {
    const [anna, ben] = [await here('Anna'), await here('Ben')]
    const said = await say(anna, 'general', 'Oops')
    await ask(ben, 'chat:reaction', { messageId: said.id, emoji: '😱' })
    const { message } = await ask(anna, 'chat:delete', { messageId: said.id })
    expect(message).toMatchObject({ id: said.id, seq: said.seq, user: 'Anna', text: '' })
    expect(message).toMatchObject({ deletedAt: expect.any(Number), reactions: [] })
    expect(await changed(ben, '')).toEqual(message)
    await ben.join('general', 'Ben')
    const history = await ben.next('chat:history', (list) => list.at(-1)?.id === said.id)
    expect(history.at(-1)).toEqual(message)
  })

  test('again changes nothing, and a deleted message takes no change', async () => {
    const [anna, ben] = [await here('Anna'), await here('Ben')]
    const { id: messageId } = await say(anna, 'general', 'Oops')
    const { message } = await ask(anna, 'chat:delete', { messageId })
    expect(await ask(anna, 'chat:delete', { messageId })).toEqual({ ok: true, message })
    expect(await refusalOf(anna, 'chat:edit', { messageId, text: 'Back' })).toBe('not-found')
    expect(await refusalOf(ben, 'chat:reaction', { messageId, emoji: '👍' })).toBe('not-found')
    await ben.settle()
    expect(told(ben, 'chat:changed')).toHaveLength(1)
  })

  test('a repeated request to say it does not bring it back', async () => {
    const anna = await here('Anna')
    const clientId = randomUUID()
    const said = await say(anna, 'general', 'Oops', { clientId })
    await ask(anna, 'chat:delete', { messageId: said.id })
    const again = { roomId: 'general', text: 'Oops', clientId }
    expect(await ask(anna, 'chat:message', again)).toMatchObject({
      duplicate: true,
      message: { id: said.id, text: '' },
    })
  })

  test('takes the text out of the files, while the server goes on running', async () => {
    const anna = await here('Anna')
    const database = join(file.server.dataDir, 'parley.db')
    const isOnDisk = (text: string) =>
      [database, `${database}-wal`].some(
        (path) => existsSync(path) && readFileSync(path).includes(text),
      )
    const { id: kept } = await say(anna, 'general', 'first-wording-of-it')
    const { id: gone } = await say(anna, 'general', `secret-of-anna ${'x'.repeat(6_000)}`)
    expect(isOnDisk('first-wording-of-it') && isOnDisk('secret-of-anna')).toBe(true)
    await ask(anna, 'chat:edit', { messageId: kept, text: 'other-wording-of-it' })
    await ask(anna, 'chat:delete', { messageId: gone })
    await vi.waitFor(() => expect(isOnDisk('secret-of-anna')).toBe(false), 20_000)
    expect(isOnDisk('first-wording-of-it')).toBe(false)
    expect(isOnDisk('other-wording-of-it')).toBe(true)
  })

  test('takes the words out of the index as well', async () => {
    const anna = await here('Anna')
    const database = join(file.server.dataDir, 'parley.db')
    const isOnDisk = (text: string) =>
      [database, `${database}-wal`].some(
        (path) => existsSync(path) && readFileSync(path).includes(text),
      )
    // In one case, as an index keeps it, and not as it was written.
    const { id: gone } = await say(anna, 'general', 'Zyxomma Qwertzian')
    const { id: kept } = await say(anna, 'general', 'Zyxomma Kumquatic')
    expect(isOnDisk('qwertzian') && isOnDisk('kumquatic')).toBe(true)
    await ask(anna, 'chat:delete', { messageId: gone })
    await ask(anna, 'chat:edit', { messageId: kept, text: 'Zyxomma' })
    await vi.waitFor(
      () => expect(isOnDisk('qwertzian') || isOnDisk('kumquatic')).toBe(false),
      20_000,
    )
    expect(isOnDisk('zyxomma')).toBe(true)
  })
})

describe('only who said it', () => {
  test('edits or deletes it, and only from within its room', async () => {
    const [anna, ben] = [await here('Anna'), await here('Ben')]
    const { id: messageId } = await say(anna, 'general', 'Mine')
    expect(await refusalOf(ben, 'chat:edit', { messageId, text: 'Yours' })).toBe('forbidden')
    expect(await refusalOf(ben, 'chat:delete', { messageId })).toBe('forbidden')
    await anna.join('music', 'Anna')
    const answers = []
    for (const id of [messageId, randomUUID()]) {
      for (const [name, more] of [
        ['chat:edit', { text: 'Yours' }],
        ['chat:delete', {}],
        ['chat:reaction', { emoji: '👍' }],
      ] as const) {
        answers.push(await anna.call(name, { messageId: id, ...more } as never))
      }
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]).toMatchObject({ error: { code: 'not-found' } })
    await anna.call('room:leave')
    expect(await refusalOf(anna, 'chat:delete', { messageId })).toBe('not-found')
    expect(told(ben, 'chat:changed')).toEqual([])
  })

  test('is the same person on another device and after coming back', async () => {
    const phone = await connect(file.server.origin)
    const { token } = await phone.join('general', 'Anna')
    const { id: messageId } = await say(phone, 'general', 'From the phone')
    const laptop = await connect(file.server.origin, { token })
    await laptop.join('general', 'Anna')
    phone.close()
    const { message } = await ask(laptop, 'chat:edit', { messageId, text: 'From the laptop' })
    expect(message.text).toBe('From the laptop')
  })

  test('nobody does anything before joining', async () => {
    const anna = await here('Anna')
    const { id: messageId } = await say(anna, 'general', 'Mine')
    const stranger = await connect(file.server.origin)
    for (const [name, input] of [
      ['chat:edit', { messageId, text: 'Yours' }],
      ['chat:delete', { messageId }],
      ['chat:reaction', { messageId, emoji: '👍' }],
      ['chat:typing', { roomId: 'general' }],
      ['chat:changes', { roomId: 'general', after: 0 }],
    ] as const) {
      expect(await refusalOf(stranger, name, input), name).toBe('unauthorized')
    }
  })
})
