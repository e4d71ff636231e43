import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { request, type ClientRequest } from 'node:http'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FILE_MAX_BYTES } from '#shared/protocol/limits.ts'
import { closeClients, connect } from '../support/client.ts'
import { onEveryDeployment } from '../support/deployments.ts'
import { bearer, fetchFile } from '../support/media.ts'
import { removeTemporaryFolders, startServer, temporaryFolder } from '../support/start-server.ts'

/** On a machine that may be busy with other tests. */
const PATIENCE = { timeout: 15_000 }

const PART = 'application/offset+octet-stream'
const MIB = 1024 * 1024

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const newName = (): string => `Guest ${randomBytes(3).toString('hex')}`

const headersFor = (token: string, offset: number | string): Record<string, string> => ({
  ...bearer(token),
  'upload-offset': String(offset),
  'content-type': PART,
})

/** What a client asks, of whichever server is next. */
function sender(origin: () => string) {
  const begin = (token: string, size: number | string): Promise<Response> =>
    fetch(`${origin()}/api/uploads`, {
      method: 'POST',
      headers: { ...bearer(token), 'upload-length': String(size) },
    })

  async function begun(token: string, size: number): Promise<string> {
    const reply = await begin(token, size)
    expect([reply.status, reply.headers.get('tus-resumable')]).toEqual([201, '1.0.0'])
    return reply.headers.get('location') ?? ''
  }

  const look = (token: string, path: string): Promise<Response> =>
    fetch(origin() + path, { method: 'HEAD', headers: bearer(token) })

  async function arrived(token: string, path: string): Promise<number> {
    const reply = await look(token, path)
    expect(reply.status).toBe(200)
    return Number(reply.headers.get('upload-offset'))
  }

  const goOn = (
    token: string,
    path: string,
    { offset, bytes }: { offset: number | string; bytes: Uint8Array },
  ): Promise<Response> =>
    fetch(origin() + path, {
      method: 'PATCH',
      headers: headersFor(token, offset),
      body: Uint8Array.from(bytes),
    })

  /** Sends a part of what it announces and stays like that, until it is cut off. */
  function stuck(token: string, path: string, bytes: Uint8Array): ClientRequest {
    const headers = { ...headersFor(token, 0), 'content-length': String(bytes.length * 2) }
    const cut = request(origin() + path, { method: 'PATCH', headers })
    cut.on('error', () => undefined)
    cut.write(bytes)
    return cut
  }

  return { begin, begun, look, arrived, goOn, stuck }
}

const codeOf = async (reply: Response): Promise<string> =>
  ((await reply.json()) as { error: { code: string } }).error.code

onEveryDeployment('bringing a file in parts', ({ person, origin }) => {
  const { begin, begun, look, arrived, goOn, stuck } = sender(origin)

  test('goes on where it was cut off, through whichever instance', async () => {
    const { client, token } = await person(newName())
    const file = randomBytes(3 * MIB)
    const path = await begun(token, file.length)
    expect(await arrived(token, path)).toBe(0)
    const first = stuck(token, path, file.subarray(0, MIB))
    await expect.poll(() => arrived(token, path), PATIENCE).toBe(MIB)
    first.destroy()
    const some = await goOn(token, path, { offset: MIB, bytes: file.subarray(MIB, 2 * MIB) })
    expect([some.status, some.headers.get('upload-offset')]).toEqual([204, String(2 * MIB)])
    const rest = await goOn(token, path, { offset: 2 * MIB, bytes: file.subarray(2 * MIB) })
    const stored = { blobId: sha256(file), size: file.length, mimeType: 'application/octet-stream' }
    expect([rest.status, await rest.json()]).toEqual([200, stored])
    // Whoever missed the answer asks again.
    expect(await arrived(token, path)).toBe(file.length)
    const again = await goOn(token, path, { offset: file.length, bytes: Buffer.alloc(0) })
    expect([again.status, await again.json()]).toEqual([200, stored])
    const files = [{ blobId: stored.blobId, name: 'noise.bin' }]
    const sent = await client.call('chat:send:files', { roomId: 'general', files } as never)
    if (!sent.ok) throw new Error(sent.error.message)
    const { attachments } = (sent as unknown as { message: { attachments: { url: string }[] } })
      .message
    const fetched = await fetchFile(origin() + (attachments[0]?.url ?? ''))
    expect(sha256(fetched.bytes)).toBe(stored.blobId)
  })

  test('a later attempt ends one that hangs', async () => {
    const { token } = await person(newName())
    const file = randomBytes(2 * MIB)
    const path = await begun(token, file.length)
    const first = stuck(token, path, file.subarray(0, MIB))
    await expect.poll(() => arrived(token, path), PATIENCE).toBe(MIB)
    const rest = await goOn(token, path, { offset: MIB, bytes: file.subarray(MIB) })
    expect(await rest.json()).toMatchObject({ blobId: sha256(file) })
    first.destroy()
  })

  test('is seen by whoever began it, and by nobody else', async () => {
    const [anna, ben] = [await person(newName()), await person(newName())]
    const path = await begun(anna.token, 5)
    const bytes = Buffer.from('hello')
    expect((await look(ben.token, path)).status).toBe(404)
    const foreign = await goOn(ben.token, path, { offset: 0, bytes })
    expect([foreign.status, await codeOf(foreign)]).toEqual([404, 'not-found'])
    expect((await fetch(origin() + path, { method: 'HEAD' })).status).toBe(401)
    expect((await begin('x'.repeat(43), 5)).status).toBe(401)
    expect(await arrived(anna.token, path)).toBe(0)
    anna.client.close()
    await expect.poll(async () => (await look(anna.token, path)).status, PATIENCE).toBe(401)
  })

  test('refuses in words what cannot be', async () => {
    const { token } = await person(newName())
    for (const [size, status, code] of [
      [0, 400, 'invalid'],
      ['many', 400, 'invalid'],
      ['-1', 400, 'invalid'],
      [FILE_MAX_BYTES + 1, 413, 'too-large'],
    ] as const) {
      const reply = await begin(token, size)
      expect([size, reply.status, await codeOf(reply)]).toEqual([size, status, code])
    }
    const path = await begun(token, 4)
    const bytes = Buffer.from('1234')
    for (const [how, status, code] of [
      [{ offset: 1, bytes }, 409, 'conflict'],
      [{ offset: 'here', bytes }, 400, 'invalid'],
      [{ offset: 0, bytes: Buffer.from('12345') }, 400, 'invalid'],
    ] as const) {
      const reply = await goOn(token, path, how)
      expect([reply.status, await codeOf(reply)]).toEqual([status, code])
    }
    expect(await arrived(token, path)).toBe(0)
    const asText = await fetch(origin() + path, {
      method: 'PATCH',
      headers: { ...headersFor(token, 0), 'content-type': 'text/plain' },
      body: bytes,
    })
    expect([asText.status, await codeOf(asText)]).toEqual([400, 'invalid'])
    for (const id of [
      randomUUID(),
      `${randomUUID()}.4`,
      '..%2F..%2Fparley.db',
      '%2e%2e%2fmedia%2fmark',
      `${path.split('/').at(-1) ?? ''}.done`,
    ]) {
      expect([id, (await look(token, `/api/uploads/${id}`)).status]).toEqual([id, 404])
    }
  })
})

test('goes on after the server was killed, and nothing but the answer is left', async () => {
  const dataDir = temporaryFolder()
  const file = randomBytes(2 * MIB)
  let server = await startServer({ dataDir })
  const { begun, arrived, goOn, stuck } = sender(() => server.origin)
  const uploads = (): readonly string[] => readdirSync(join(dataDir, 'uploads'))
  const name = newName()
  const first = await connect(server.origin)
  const { token } = await first.join('general', name)
  const path = await begun(token, file.length)
  const cut = stuck(token, path, file.subarray(0, MIB))
  await expect.poll(() => arrived(token, path), PATIENCE).toBe(MIB)
  await server.kill()
  cut.destroy()
  server = await startServer({ dataDir })
  const back = await connect(server.origin, { token })
  await back.join('general', name)
  const offset = await arrived(token, path)
  expect(offset).toBe(MIB)
  const rest = await goOn(token, path, { offset, bytes: file.subarray(offset) })
  expect(await rest.json()).toMatchObject({ blobId: sha256(file) })
  expect(uploads()).toEqual([expect.stringMatching(/\.done$/)])
  expect(readdirSync(join(dataDir, 'media', 'incoming'))).toEqual([])
  closeClients()
  await server.stop()
  removeTemporaryFolders()
})
