import { randomBytes, randomUUID } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { TestClient } from '../support/client.ts'
import { say, told } from '../support/conversation.ts'
import { onEveryDeployment } from '../support/deployments.ts'
import { bearer, dataUrl, fetchFile, speak, upload } from '../support/media.ts'
import { disguises, png, sounds, wav } from '../support/sounds.ts'

/** Those who were here in a test before may not be gone yet. */
const newName = (name: string): string => `${name} ${randomBytes(3).toString('hex')}`

onEveryDeployment('voice messages', (deployment) => {
  const { origin, open: plain } = deployment
  // Before the servers end: no line of the log and nothing about files; what Redis promises is another matter.
  afterAll(() => {
    for (const { output } of deployment.servers) {
      expect(output.stderr).not.toMatch(/"level"|DATA_DIR/)
    }
  })

  const fetchPath = (path: string | undefined, init?: RequestInit) =>
    fetchFile(origin() + (path ?? '/nothing'), init)

  function blobs(): readonly string[] {
    const media = join(deployment.servers[0]?.dataDir ?? '', 'media')
    return readdirSync(media, { recursive: true, encoding: 'utf8' })
      .map((name) => join(media, name))
      .filter((path) => statSync(path).isFile() && !path.endsWith('mark'))
  }

  async function two(room = 'general'): Promise<[TestClient, TestClient]> {
    const people = [await plain(), await plain()] as const
    await people[0].join(room, newName('Anna'))
    await people[1].join(room, newName('Ben'))
    return [...people]
  }

  test('travel as documented: base64 in, a playable address out', async () => {
    const [anna, ben] = await two()
    const waveform = [0, 17, 255, 3]
    const audio = dataUrl(sounds.webm)
    const sent = { roomId: 'general', audio, duration: 1.25, waveform, user: 'Somebody else' }
    anna.emit('chat:send:voice', sent)
    const heard = await ben.next('chat:message', ({ type }) => type === 'voice')
    expect(heard).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      roomId: 'general',
      type: 'voice',
      audio: expect.stringMatching(/^\/api\/media\//),
      user: expect.stringMatching(/^Anna/),
      createdAt: expect.any(Number),
      mimeType: 'audio/webm',
      duration: 1.25,
      waveform,
      text: '',
    })
    const { status, headers, bytes } = await fetchPath((heard as { audio: string }).audio)
    expect(status).toBe(200)
    expect(bytes.equals(sounds.webm)).toBe(true)
    expect(headers.get('content-type')).toBe('audio/webm')
    const late = await plain()
    await late.join('general', newName('Late'))
    const history = await late.next('chat:history')
    expect(history.at(-1)).toEqual(heard)
    expect(JSON.stringify(history)).not.toContain('base64')
  })

  test.each(Object.entries(sounds))('%s is taken for what it is', async (name, sound) => {
    const [anna] = await two('gaming')
    // Whatever the sender calls it.
    const message = await speak(anna, 'gaming', { audio: dataUrl(sound, 'audio/basic') })
    const type = { mp3: 'audio/mpeg' }[name] ?? `audio/${name}`
    expect(message.mimeType).toBe(type)
    const fetched = await fetchPath(message.audio)
    expect([fetched.headers.get('content-type'), fetched.bytes.equals(sound)]).toEqual([type, true])
  })

  test('that were uploaded before are sent by whoever uploaded them, and by nobody else', async () => {
    const [anna, ben] = await two()
    const { token } = await anna.join('general', newName('Anna'))
    const bring = async (bytes: Buffer<ArrayBuffer>): Promise<string> => {
      const reply = (await (await upload(origin(), token, bytes)).json()) as { blobId: string }
      return reply.blobId
    }
    const sound = wav(0.05, 555)
    const blobId = await bring(Buffer.from(sound))
    const send = (client: TestClient, more: Readonly<Record<string, unknown>>) =>
      client.call('chat:send:voice', { roomId: 'general', duration: 2, ...more } as never)
    const request = { blobId, clientId: randomUUID() }
    const [sent, again] = [await send(anna, request), await send(anna, request)]
    if (!sent.ok) throw new Error(sent.error.message)
    expect(sent.message).toMatchObject({ type: 'voice', mimeType: 'audio/wav', duration: 2 })
    expect((await fetchPath(sent.message.audio)).bytes.equals(sound)).toBe(true)
    expect(again).toMatchObject({ ok: true, duplicate: true })

    expect(await send(ben, { blobId })).toMatchObject({ error: { code: 'not-found' } })
    const audio = dataUrl(sound)
    expect(await send(anna, { blobId, audio })).toMatchObject({ error: { code: 'invalid' } })
    const picture = await bring(Buffer.from(png))
    expect(await send(anna, { blobId: picture })).toMatchObject({ error: { code: 'invalid' } })
    expect(await send(anna, { blobId: '0'.repeat(64) })).toMatchObject({ ok: false })
  })

  test('without a duration and a waveform say nothing about them', async () => {
    const [anna] = await two()
    const message = await speak(anna, 'general')
    expect(Object.keys(message)).not.toContain('duration')
    expect(Object.keys(message)).not.toContain('waveform')
  })

  test('are stored once when they are sent twice, and the same content is kept once', async () => {
    const [anna, ben] = await two()
    const audio = dataUrl(wav(0.05, 300), 'audio/wav')
    const before = blobs().length
    const request = { roomId: 'general', audio, clientId: randomUUID() }
    const replies = await Promise.all([
      anna.call('chat:send:voice', request as never),
      anna.call('chat:send:voice', request as never),
    ])
    const again = await anna.call('chat:send:voice', request as never)
    const ids = [...replies, again].map((reply) => reply.ok && reply.message.id)
    expect(new Set(ids).size).toBe(1)
    expect(again).toMatchObject({ ok: true, duplicate: true })
    const { id } = await speak(ben, 'general', { audio })
    // Anna's instance tells in this order, so that a second time would come before the mark.
    await say(anna, 'general', 'Mark')
    await ben.next('chat:message', ({ text }) => text === 'Mark')
    const heard = told(ben, 'chat:message').map((message) => (message as { id: string }).id)
    expect(heard.filter((one) => one === ids[0])).toHaveLength(1)
    expect(heard.filter((one) => one === id)).toHaveLength(1)
    expect(blobs().length).toBe(before + 1)
  })

  test('can be answered, reacted to and pinned like any other', async () => {
    const [anna, ben] = await two()
    const { id } = await speak(anna, 'general')
    const answer = await speak(ben, 'general', { replyTo: id })
    expect(answer.replyTo).toMatchObject({ id })
    const reacted = await ben.call('chat:reaction', { messageId: id, emoji: '👍' } as never)
    expect(reacted).toMatchObject({ ok: true })
    const nowhere = await anna.call('chat:send:voice', {
      roomId: 'general',
      audio: dataUrl(sounds.ogg),
      replyTo: randomUUID(),
    } as never)
    expect(nowhere).toMatchObject({ error: { code: 'not-found' } })
  })

  test('between two people are heard and fetched by these two', async () => {
    const [anna, ben] = await two()
    const carl = await plain()
    const { token } = await carl.join('general', newName('Carl'))
    const { you } = await ben.join('general', newName('Ben'))
    const opened = await anna.call('direct:open', { userId: you.id } as never)
    if (!opened.ok) throw new Error(opened.error.message)
    const { roomId } = (opened as { conversation: { roomId: string } }).conversation
    const { id, audio } = await speak(anna, roomId)
    expect(await ben.next('chat:message', (message) => message.id === id)).toMatchObject({ audio })
    expect((await fetchPath(audio)).status).toBe(200)
    const withoutKey = (of: string) =>
      fetchPath(`/api/media/${id}/0`, { headers: bearer(of) }).then(({ status }) => status)
    expect(await withoutKey(token)).toBe(404)
    expect((await fetchPath(audio, { headers: bearer(token) })).status).toBe(404)
    await say(anna, 'general', 'Mark')
    await carl.next('chat:message', ({ text }) => text === 'Mark')
    expect(JSON.stringify(carl.received)).not.toContain(id)
    const { token: own } = await ben.join('general', newName('Ben'))
    expect(await withoutKey(own)).toBe(200)
  })

  test('end with the message: the address leads nowhere at once', async () => {
    const [anna, ben] = await two()
    const { id, audio } = await speak(anna, 'general')
    expect((await fetchPath(audio)).status).toBe(200)
    expect(await ben.call('chat:delete', { messageId: id } as never)).toMatchObject({ ok: false })
    expect(await anna.call('chat:delete', { messageId: id } as never)).toMatchObject({ ok: true })
    expect((await fetchPath(audio)).status).toBe(404)
    const changed = await ben.next('chat:changed', (message) => message.id === id)
    expect(changed.audio).toBeUndefined()
  })

  describe('are refused in words', () => {
    const send = async (audio: unknown, more = {}) => {
      const anna = await plain()
      await anna.join('music', newName('Anna'))
      const reply = await anna.call('chat:send:voice', { roomId: 'music', audio, ...more } as never)
      expect(await anna.call('chat:history', { roomId: 'music' } as never)).toMatchObject({
        messages: [],
      })
      return reply.ok ? 'taken' : reply.error
    }

    test.each(Object.entries({ ...disguises, png }))('%s called a sound', async (_name, bytes) => {
      const before = blobs().length
      expect(await send(dataUrl(bytes))).toMatchObject({
        code: 'invalid',
        message: 'The recording is not WebM, Ogg, MP4, WAV, MP3 or AAC',
      })
      expect(blobs().length).toBe(before)
    })

    const cut = dataUrl(sounds.wav).slice(0, -3)
    const form = /has to be a data URL of a sound in base64/
    test.each([
      ['no data URL', 'https://example.org/a.webm', form],
      ['of another type', dataUrl(sounds.webm, 'text/html'), form],
      ['of no type', dataUrl(sounds.webm, ''), form],
      ['cut off', cut, form],
      ['with white space', `${dataUrl(sounds.webm)}\n`, form],
      ['without anything in it', 'data:audio/webm;base64,', 'The recording is empty'],
      ['not a text', 17, /audio/],
      ['missing', undefined, /audio/],
    ])('%s', async (_name, audio, sentence) => {
      const refusal = await send(audio)
      expect(refusal).toMatchObject({ code: 'invalid', message: expect.stringMatching(sentence) })
    })

    test('too large', async () => {
      const large = dataUrl(Buffer.alloc(2_700_000, 1))
      expect(await send(large)).toMatchObject({
        code: 'too-large',
        message: 'The recording is too large',
      })
    })

    test.each([
      { duration: -1 },
      { duration: Infinity },
      { duration: '1' },
      { waveform: [256] },
      { waveform: [1.5] },
      { waveform: Array.from({ length: 257 }, () => 1) },
      { waveform: 'loud' },
    ])('with %j', async (more) => {
      expect(await send(dataUrl(sounds.webm), more)).toMatchObject({ code: 'invalid' })
    })

    test('without having joined, in another room, in none', async () => {
      const anna = await plain()
      const say = (roomId: string) =>
        anna.call('chat:send:voice', { roomId, audio: dataUrl(sounds.webm) } as never)
      const before = blobs().length
      expect(await say('general')).toMatchObject({ error: { code: 'unauthorized' } })
      await anna.join('general', newName('Anna'))
      expect(await say('music')).toMatchObject({ error: { code: 'forbidden' } })
      expect(await say('attic')).toMatchObject({ error: { code: 'not-found' } })
      expect(blobs().length).toBe(before)
    })
  })

  test('cannot be fetched by whoever only knows the message', async () => {
    const [anna, ben] = await two()
    const { id, audio = '' } = await speak(anna, 'general')
    const other = await speak(ben, 'general', { audio: dataUrl(sounds.mp3) })
    const { token } = await anna.join('general', newName('Anna'))
    const keyOf = (path = '') => path.split('key=')[1] ?? ''
    const base = `/api/media/${id}`
    for (const path of [
      `${base}/0`,
      `${base}/0?key=`,
      `${base}/0?key=${keyOf(other.audio)}`,
      `${base}/0?key=${keyOf(audio).slice(0, -1)}`,
      `${base}/0?key=${keyOf(audio)}A`,
      `${base}/0?key=${keyOf(audio)}&key=${keyOf(audio)}`,
      `${base}/1?key=${keyOf(audio)}`,
      `${base}/-1?key=${keyOf(audio)}`,
      `${base}/00000?key=${keyOf(audio)}`,
      `${base}/0%2f..%2f0?key=${keyOf(audio)}`,
      `${base}/../${id}/1?key=${keyOf(audio)}`,
      `/api/media/${randomUUID()}/0?key=${keyOf(audio)}`,
      `/api/media/..%2f..%2fparley.db/0?key=${keyOf(audio)}`,
      `/api/media/${id.toUpperCase()}x/0?key=${keyOf(audio)}`,
    ]) {
      const reply = await fetchPath(path)
      expect([path, reply.status]).toEqual([path, 404])
      expect(JSON.parse(reply.bytes.toString())).toMatchObject({ error: { code: 'not-found' } })
      expect(reply.headers.get('cache-control')).toBe('no-store')
    }
    const withSession = await fetchPath(`${base}/0`, { headers: bearer(token) })
    expect(withSession.status).toBe(200)
    const withUnknown = await fetchPath(audio, { headers: bearer('x'.repeat(43)) })
    expect(withUnknown.status).toBe(401)
  })
})
