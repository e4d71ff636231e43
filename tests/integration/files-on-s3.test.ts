import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readArchiveFile } from '../support/archives.ts'
import { closeClients, connect, type TestClient } from '../support/client.ts'
import { bearer, dataUrl, fetchFile, speak, upload } from '../support/media.ts'
import { hasRedis, startRedis } from '../support/redis-server.ts'
import { refuse, startS3, type TestS3 } from '../support/s3-server.ts'
import { faultsOf } from '../support/setups.ts'
import { sounds } from '../support/sounds.ts'
import {
  removeTemporaryFolders,
  runCommand,
  runUntilExit,
  startServer,
  temporaryFolder,
} from '../support/start-server.ts'

/** Starting servers, some of them several times, on a machine that may be busy with other tests. */
const PATIENCE_MS = 120_000

let s3: TestS3
beforeEach(async () => {
  s3 = await startS3()
})
afterEach(async () => {
  closeClients()
  await s3.stop()
})
afterAll(removeTemporaryFolders)

const newDataDir = (): string => join(temporaryFolder(), 'data')

const inBucket = (): readonly string[] => s3.names().filter((name) => name.startsWith('blobs/'))

/** Sends a file, and fails the test when that is refused. */
async function sendFile(
  { client, token }: { readonly client: TestClient; readonly token: string },
  origin: string,
  content: Buffer,
): Promise<{ readonly id: string; readonly url: string }> {
  const reply = await upload(origin, token, new Uint8Array(content))
  const { blobId } = (await reply.json()) as { blobId: string }
  const files = [{ blobId, name: 'plan.bin' }]
  const sent = await client.call('chat:send:files', { roomId: 'general', files } as never)
  if (!sent.ok) throw new Error(sent.error.message)
  return { id: sent.message.id, url: sent.message.attachments[0]?.url ?? '' }
}

async function enter(origin: string, name: string) {
  const client = await connect(origin)
  const { token } = await client.join('general', name)
  return { client, token }
}

describe('a server with its files in a bucket', { timeout: PATIENCE_MS }, () => {
  test('gives back what was sent, parts of it too, and clears away what was deleted', async () => {
    const workingDir = temporaryFolder()
    const settings = Object.entries(s3.environment).map(([name, value]) => `${name}='${value}'\n`)
    writeFileSync(join(workingDir, '.env'), settings.join(''))
    const options = { dataDir: newDataDir(), workingDir, environment: { LOG_LEVEL: 'trace' } }
    const server = await startServer(options)
    const anna = await enter(server.origin, 'Anna')
    const voice = await speak(anna.client, 'general')
    const content = randomBytes(3_000_000)
    const file = await sendFile(anna, server.origin, content)
    expect(inBucket()).toHaveLength(2)
    expect(readdirSync(join(options.dataDir, 'media', 'incoming'))).toEqual([])

    expect((await fetchFile(server.origin + voice.audio)).bytes.equals(sounds.webm)).toBe(true)
    expect((await fetchFile(server.origin + file.url)).bytes.equals(content)).toBe(true)
    const range = { headers: { range: 'bytes=1000000-2999999' } }
    const part = await fetchFile(server.origin + file.url, range)
    expect([part.status, part.headers.get('content-range')]).toEqual([
      206,
      'bytes 1000000-2999999/3000000',
    ])
    expect(part.bytes.equals(content.subarray(1_000_000))).toBe(true)

    const deleted = await anna.client.call('chat:delete', { messageId: voice.id } as never)
    expect(deleted).toMatchObject({ ok: true })
    expect((await fetchFile(server.origin + voice.audio)).status).toBe(404)
    await server.stop()
    s3.age(7_200_000)
    const again = await startServer(options)
    await expect.poll(() => inBucket().length, { timeout: 20_000 }).toBe(1)
    expect((await fetchFile(again.origin + file.url)).bytes.equals(content)).toBe(true)
    await again.stop()
    for (const { output } of [server, again]) {
      expect(output.stderr).not.toContain(s3.place.secretKey)
      expect(output.stderr).not.toMatch(/MEDIA_S3|DATA_DIR/)
    }
    expect(faultsOf([server, again])).toEqual([])
  })

  test('is without files while the storage is, and has them again by itself', async () => {
    const server = await startServer({ dataDir: newDataDir(), environment: s3.environment })
    const anna = await enter(server.origin, 'Anna')
    const voice = await speak(anna.client, 'general')
    await s3.stop()

    const refused = await upload(server.origin, anna.token, new Uint8Array(1_000))
    expect(refused.status).toBe(503)
    expect(await refused.json()).toMatchObject({ error: { code: 'unavailable' } })
    const recording = { roomId: 'general', audio: dataUrl(sounds.ogg) }
    expect(await anna.client.call('chat:send:voice', recording as never)).toMatchObject({
      ok: false,
      error: { code: 'unavailable' },
    })
    expect((await fetchFile(server.origin + voice.audio)).status).toBe(503)
    const words = { roomId: 'general', text: 'Then in words' }
    expect(await anna.client.call('chat:message', words as never)).toMatchObject({ ok: true })

    await s3.start()
    expect((await fetchFile(server.origin + voice.audio)).bytes.equals(sounds.webm)).toBe(true)
    await speak(anna.client, 'general', { audio: dataUrl(sounds.ogg) })
    expect(inBucket()).toHaveLength(2)
    expect(faultsOf([server])).toEqual([])
    expect(await server.stop()).toBe(0)
  })

  test('keeps an upload that was complete while the storage was away', async () => {
    const server = await startServer({ dataDir: newDataDir(), environment: s3.environment })
    const { token } = await enter(server.origin, 'Anna')
    const content = randomBytes(2_000_000)
    const begun = await fetch(`${server.origin}/api/uploads`, {
      method: 'POST',
      headers: { ...bearer(token), 'upload-length': String(content.length) },
    })
    const goOn = (offset: number) =>
      fetch(server.origin + begun.headers.get('location'), {
        method: 'PATCH',
        headers: {
          ...bearer(token),
          'upload-offset': String(offset),
          'content-type': 'application/offset+octet-stream',
        },
        body: Uint8Array.from(content.subarray(offset)),
      })
    await s3.stop()
    expect((await goOn(0)).status).toBe(503)
    expect(inBucket()).toEqual([])
    await s3.start()
    expect((await goOn(content.length)).status).toBe(200)
    const hash = createHash('sha256').update(content).digest('hex')
    expect(inBucket()).toEqual([expect.stringMatching(`^blobs/${hash}/`)])
    expect(faultsOf([server])).toEqual([])
    await server.stop()
  })

  test('ends what it is sending when the storage goes away for good in the middle', async () => {
    const server = await startServer({ dataDir: newDataDir(), environment: s3.environment })
    const anna = await enter(server.origin, 'Anna')
    const file = await sendFile(anna, server.origin, randomBytes(20_000_000))
    const reply = await fetch(server.origin + file.url)
    s3.interfere((_, response) => refuse(response, 500, 'InternalError'))
    s3.cut()
    await expect(reply.arrayBuffer()).rejects.toThrow()
    s3.interfere(null)
    expect((await fetchFile(server.origin + file.url)).bytes).toHaveLength(20_000_000)
    expect(faultsOf([server])).toEqual([])
    await server.stop()
  })

  test('does not start with a key that is wrong, and says so in one sentence', async () => {
    const secret = 'the-wrong-secret'
    const environment = { ...s3.environment, MEDIA_S3_SECRET_KEY: secret }
    const { exitCode, stdout, stderr } = await runUntilExit({ environment })
    expect([exitCode, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^The key is not accepted by the storage at .*MEDIA_S3_SECRET_KEY\.\n$/)
    expect(stderr).not.toContain(secret)
  })

  test('says so when the bucket has not what was sent before', async () => {
    const dataDir = newDataDir()
    const onDisk = await startServer({ dataDir })
    const anna = await enter(onDisk.origin, 'Anna')
    await speak(anna.client, 'general')
    await onDisk.stop()
    const server = await startServer({ dataDir, environment: s3.environment })
    expect(server.output.stderr).toMatch(/^The bucket of MEDIA_S3_URL has none of .*\n$/)
    await server.stop()
  })
})

test(
  'files go with a server from the disk to a bucket and back',
  async () => {
    const folder = temporaryFolder()
    const file = (name: string): string => join(folder, `${name}.tar`)
    const home = { dataDir: join(folder, 'home') }
    const first = await startServer(home)
    const anna = await enter(first.origin, 'Anna')
    const voice = await speak(anna.client, 'general')
    const content = randomBytes(500_000)
    const { url } = await sendFile(anna, first.origin, content)
    await first.stop()
    expect((await runCommand(['backup', file('disk')], home)).exitCode).toBe(0)
    expect(s3.names()).toEqual([])

    const away = { dataDir: join(folder, 'away'), environment: s3.environment }
    mkdirSync(away.dataDir)
    const restored = await runCommand(['restore', file('disk')], away)
    expect(restored).toMatchObject({ exitCode: 0 })
    expect(inBucket()).toHaveLength(2)
    const second = await startServer(away)
    expect(second.output.stderr).toBe('')
    expect((await fetchFile(second.origin + voice.audio)).bytes.equals(sounds.webm)).toBe(true)
    expect((await fetchFile(second.origin + url)).bytes.equals(content)).toBe(true)
    // While it runs.
    expect((await runCommand(['backup', file('bucket')], away)).exitCode).toBe(0)
    await second.stop()
    const [fromDisk, fromBucket] = await Promise.all(
      ['disk', 'bucket'].map((name) => readArchiveFile(file(name))),
    )
    expect(fromBucket?.blobs.toSorted()).toEqual(fromDisk?.blobs.toSorted())

    const back = { dataDir: join(folder, 'back') }
    mkdirSync(back.dataDir)
    expect((await runCommand(['restore', file('bucket')], back)).exitCode).toBe(0)
    await s3.stop()
    const third = await startServer(back)
    expect(third.output.stderr).toBe('')
    expect((await fetchFile(third.origin + voice.audio)).bytes.equals(sounds.webm)).toBe(true)
    expect((await fetchFile(third.origin + url)).bytes.equals(content)).toBe(true)
    await third.stop()
    await s3.start()
  },
  PATIENCE_MS,
)

describe.skipIf(!hasRedis)(
  'instances on one Redis and one bucket',
  { timeout: PATIENCE_MS },
  () => {
    test('need no folder in common, and clear away together', async () => {
      const redis = await startRedis()
      const environment = { ...s3.environment, REDIS_URL: redis.url }
      const startOne = () => startServer({ dataDir: newDataDir(), environment })
      const [one, two] = await Promise.all([startOne(), startOne()])
      const [anna, ben] = [await enter(one.origin, 'Anna'), await enter(two.origin, 'Ben')]
      const said = await speak(anna.client, 'general')
      const heard = await ben.client.next('chat:message', ({ type }) => type === 'voice')
      expect(heard).toMatchObject({ audio: said.audio })
      expect((await fetchFile(two.origin + said.audio)).bytes.equals(sounds.webm)).toBe(true)
      const again = { audio: dataUrl(sounds.ogg) }
      await Promise.all(
        [anna, ben].flatMap(({ client }) =>
          Array.from({ length: 10 }, () => speak(client, 'general', again)),
        ),
      )
      expect(inBucket()).toHaveLength(2)
      const deleted = await anna.client.call('chat:delete', { messageId: said.id } as never)
      expect(deleted).toMatchObject({ ok: true })
      expect((await fetchFile(two.origin + said.audio)).status).toBe(404)
      // Of a message whose end nobody has to wait for any more.
      const old = `blobs/${'0'.repeat(64)}/${randomUUID()}`
      s3.add(old, Buffer.from('old'))
      s3.age(7_200_000)
      const three = await startOne()
      await expect.poll(() => inBucket(), { timeout: 20_000 }).not.toContain(old)
      expect(inBucket()).toHaveLength(2)
      for (const { output } of [one, two, three])
        expect(output.stderr).not.toMatch(/"level"|MEDIA_S3/)

      const elsewhere = await startServer({
        dataDir: newDataDir(),
        environment: { ...environment, MEDIA_S3_PREFIX: 'elsewhere' },
      })
      expect(elsewhere.output.stderr).toMatch(
        /^The bucket of MEDIA_S3_URL is not the one in which/m,
      )
      await Promise.all([one, two, three, elsewhere].map((instance) => instance.stop()))
      await redis.remove()
    })
  },
)
