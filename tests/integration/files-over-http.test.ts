import { createHash, randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { FILE_MAX_BYTES, UPLOADS_AT_ONCE } from '#shared/protocol/limits.ts'
import { closeClients, connect, type TestClient } from '../support/client.ts'
import { bearer, fetchFile, speak, upload } from '../support/media.ts'
import { disguises, png, sounds, wav } from '../support/sounds.ts'
import { removeTemporaryFolders, startServer, type StartedServer } from '../support/start-server.ts'

/** On a machine that may be busy with other tests. */
const START_WITHIN_MS = 60_000

let server: StartedServer
beforeAll(async () => {
  server = await startServer()
}, START_WITHIN_MS)
afterEach(closeClients)
afterAll(async () => {
  expect(server.output.stderr).toBe('')
  await server.stop()
  removeTemporaryFolders()
})

async function somebody(): Promise<{ client: TestClient; token: string }> {
  const client = await connect(server.origin)
  const { token } = await client.join('general', `Guest ${randomBytes(3).toString('hex')}`)
  return { client, token }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

describe('fetching', () => {
  const sound = wav(0.5)
  let url = ''
  beforeAll(async () => {
    const { client } = await somebody()
    const audio = `data:audio/wav;base64,${sound.toString('base64')}`
    url = server.origin + ((await speak(client, 'general', { audio })).audio ?? '')
  })

  test('says what it is, that it never changes and that it may do nothing', async () => {
    const { status, headers, bytes } = await fetchFile(url)
    expect(status).toBe(200)
    expect(bytes.equals(sound)).toBe(true)
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'audio/wav',
      'content-length': String(sound.length),
      'content-disposition': 'inline',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'private, max-age=31536000, immutable',
      'accept-ranges': 'bytes',
      etag: `"${sha256(sound)}"`,
    })
  })

  test.each([
    ['bytes=0-9', 0, 10],
    ['bytes=100-', 100, sound.length],
    ['bytes=-7', sound.length - 7, sound.length],
    [`bytes=10-${sound.length * 2}`, 10, sound.length],
  ])('a part: %s', async (range, from, to) => {
    const { status, headers, bytes } = await fetchFile(url, { headers: { range } })
    expect(status).toBe(206)
    expect(headers.get('content-range')).toBe(`bytes ${from}-${to - 1}/${sound.length}`)
    expect(headers.get('content-length')).toBe(String(to - from))
    expect(bytes.equals(sound.subarray(from, to))).toBe(true)
  })

  test.each([`bytes=${sound.length}-`, 'bytes=9999999-', 'bytes=-0'])(
    'a part that there is not: %s',
    async (range) => {
      const { status, headers, bytes } = await fetchFile(url, { headers: { range } })
      expect(status).toBe(416)
      expect(headers.get('content-range')).toBe(`bytes */${sound.length}`)
      expect(JSON.parse(bytes.toString())).toMatchObject({ error: { code: 'invalid' } })
    },
  )

  test.each(['bytes=5-2', 'bytes=0-1,4-5', 'chapters=1-2', 'bytes=x', 'bytes='.padEnd(5_000, '9')])(
    'a range without sense is all of it: %.20s',
    async (range) => {
      const { status, bytes } = await fetchFile(url, { headers: { range } })
      expect([status, bytes.length]).toEqual([200, sound.length])
    },
  )

  test('what is known is not sent again; a part of something else is all of it', async () => {
    const etag = `"${sha256(sound)}"`
    const known = await fetchFile(url, { headers: { 'if-none-match': `"other", W/${etag}` } })
    expect([known.status, known.bytes.length]).toEqual([304, 0])
    const same = await fetchFile(url, { headers: { range: 'bytes=0-0', 'if-range': etag } })
    const other = await fetchFile(url, { headers: { range: 'bytes=0-0', 'if-range': '"other"' } })
    expect([same.status, other.status]).toEqual([206, 200])
  })

  test('HEAD tells the size and sends nothing', async () => {
    const { status, headers, bytes } = await fetchFile(url, { method: 'HEAD' })
    expect([status, bytes.length]).toEqual([200, 0])
    expect(headers.get('content-length')).toBe(String(sound.length))
  })

  test('the page of the app may read it, a foreign page may not', async () => {
    const from = (origin: string) => fetchFile(url, { headers: { origin } })
    const app = await from('app://parley')
    expect(app.headers.get('access-control-allow-origin')).toBe('app://parley')
    expect(app.headers.get('access-control-expose-headers')).toContain('content-range')
    expect((await from('https://evil.example')).status).toBe(403)
  })

  test('whoever goes away in the middle leaves nothing open', async () => {
    for (let round = 0; round < 20; round += 1) {
      await new Promise<void>((resolve) => {
        const call = request(url, (response) => response.once('data', () => call.destroy()))
        call.on('close', () => resolve())
        call.end()
      })
    }
    expect((await fetchFile(url)).status).toBe(200)
  })
})

describe('bringing', () => {
  test('takes bytes with a session, and says what they are', async () => {
    const { token } = await somebody()
    for (const [bytes, mimeType] of [
      [png, 'image/png'],
      [Buffer.from('x'), 'application/octet-stream'],
      [randomBytes(1_000_000), 'application/octet-stream'],
      [disguises.html, 'application/octet-stream'],
    ] as const) {
      const reply = await upload(server.origin, token, Uint8Array.from(bytes))
      expect(reply.status).toBe(200)
      expect(await reply.json()).toEqual({ blobId: sha256(bytes), mimeType, size: bytes.length })
    }
  })

  test('takes as much as the limit, and not one byte more', { timeout: 60_000 }, async () => {
    const { token } = await somebody()
    const largest = new Uint8Array(FILE_MAX_BYTES).fill(7)
    expect((await upload(server.origin, token, largest)).status).toBe(200)
    const tooLarge = new Uint8Array(FILE_MAX_BYTES + 1).fill(7)
    const known = await upload(server.origin, token, tooLarge)
    expect(known.status).toBe(413)
    expect(await known.json()).toMatchObject({ error: { code: 'too-large' } })
    // Without telling the size before.
    let sent = 0
    const unknown = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(tooLarge.subarray(sent, sent + 65_536))
        sent += 65_536
        if (sent > FILE_MAX_BYTES) controller.close()
      },
    })
    expect((await upload(server.origin, token, unknown)).status).toBe(413)
  })

  test.each([
    ['no session', null, 401, 'unauthorized'],
    ['an unknown session', 'x'.repeat(43), 401, 'unauthorized'],
    ['no session that there could be', '../../etc/passwd', 401, 'unauthorized'],
  ])('is refused with %s', async (_name, token, status, code) => {
    const reply = await upload(server.origin, token, Uint8Array.from(png))
    expect(reply.status).toBe(status)
    expect(await reply.json()).toMatchObject({ error: { code } })
  })

  test('is refused when there is nothing in it', async () => {
    const { token } = await somebody()
    const reply = await upload(server.origin, token, new Uint8Array())
    expect(reply.status).toBe(400)
    expect(await reply.json()).toMatchObject({ error: { message: 'The file is empty' } })
  })

  test('is refused when it is too much at once, and goes on afterwards', async () => {
    const { token } = await somebody()
    const begun = Array.from({ length: UPLOADS_AT_ONCE + 1 }, () => {
      const call = request(`${server.origin}/api/media`, {
        method: 'POST',
        headers: { ...bearer(token), 'content-length': 10 },
      })
      const answered = new Promise<number>((resolve, reject) => {
        call.on('response', (response) => resolve(response.resume().statusCode ?? 0))
        call.on('error', reject)
      })
      call.write('12345')
      return { call, answered }
    })
    expect(await Promise.race(begun.map(({ answered }) => answered))).toBe(429)
    for (const { call } of begun) call.end('67890')
    const statuses = await Promise.all(begun.map(({ answered }) => answered))
    expect(statuses.toSorted((one, other) => one - other)).toEqual([
      ...Array(UPLOADS_AT_ONCE).fill(200),
      429,
    ])
    const next = async () => (await upload(server.origin, token, Uint8Array.from(png))).status
    await expect.poll(next, { timeout: 5_000 }).toBe(200)
  })

  test('a page elsewhere may not even ask; the app may', async () => {
    const ask = (origin: string) =>
      fetch(`${server.origin}/api/media`, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization',
        },
      })
    const app = await ask('app://parley')
    expect(app.status).toBe(204)
    expect(app.headers.get('access-control-allow-methods')).toContain('POST')
    expect(app.headers.get('access-control-allow-headers')).toContain('authorization')
    expect((await ask('https://evil.example')).status).toBe(403)
  })

  test('does not make a file readable by its hash', async () => {
    const { token } = await somebody()
    const reply = await upload(server.origin, token, Uint8Array.from(sounds.ogg))
    const { blobId } = (await reply.json()) as { blobId: string }
    for (const path of [`/api/media/${blobId}`, `/api/media/${blobId}/0`, `/media/${blobId}`]) {
      const fetched = await fetchFile(server.origin + path, { headers: bearer(token) })
      expect(fetched.bytes.includes(sounds.ogg)).toBe(false)
    }
  })
})
