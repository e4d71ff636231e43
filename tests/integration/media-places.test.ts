import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { DATABASE_FILE } from '../../src-server/store/sqlite/data-folder.ts'
import { closeClients, connect } from '../support/client.ts'
import { ask } from '../support/conversation.ts'
import { bearer, dataUrl, fetchFile, speak, upload } from '../support/media.ts'
import { pictureOf } from '../support/pictures.ts'
import { hasRedis, startRedis } from '../support/redis-server.ts'
import { png, sounds, wav } from '../support/sounds.ts'
import { removeTemporaryFolders, startServer, temporaryFolder } from '../support/start-server.ts'

/** Starting servers, some of them several times, on a machine that may be busy with other tests. */
const PATIENCE_MS = 90_000

afterEach(closeClients)
afterAll(removeTemporaryFolders)

const partOf = (dataDir: string, part: 'blobs' | 'incoming' | 'leaving'): readonly string[] => {
  const folder = join(dataDir, 'media', part)
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
}

/** As if everything had been stored two hours ago. */
function age(dataDir: string): void {
  const then = new Date(Date.now() - 7_200_000)
  for (const file of partOf(dataDir, 'blobs')) utimesSync(file, then, then)
}

/** As if they had been made days ago: for a day they keep what they brought. */
async function forgetUploads(dataDir: string): Promise<void> {
  // In a thread of its own: the binding lets go of a file only when its thread ends.
  const forget = `
    const database = new (require('libsql'))(require('node:worker_threads').workerData)
    database.exec('DELETE FROM uploads')
    database.close()`
  const workerData = join(dataDir, DATABASE_FILE)
  await once(new Worker(forget, { eval: true, workerData }), 'exit')
}

describe('a folder on one machine', { timeout: PATIENCE_MS }, () => {
  test('kill -9 in the middle of an upload leaves nothing visible, and what was acked is whole', async () => {
    const dataDir = join(temporaryFolder(), 'data')
    const first = await startServer({ dataDir })
    const anna = await connect(first.origin)
    const { token } = await anna.join('general', 'Anna')
    const { audio } = await speak(anna, 'general')
    const begun = Array.from({ length: 3 }, () => {
      const headers = { ...bearer(token), 'content-length': 1_000_000 }
      const call = request(`${first.origin}/api/media`, { method: 'POST', headers })
      call.on('error', () => {})
      call.write(Buffer.alloc(300_000, 'x'))
      return call
    })
    const bytesThere = () =>
      partOf(dataDir, 'incoming').reduce((sum, file) => sum + statSync(file).size, 0)
    await expect.poll(bytesThere, { timeout: 20_000 }).toBe(900_000)
    await first.kill()
    for (const call of begun) call.destroy()
    expect(partOf(dataDir, 'incoming')).toHaveLength(3)

    const second = await startServer({ dataDir })
    expect(second.output.stderr).toBe('')
    expect(partOf(dataDir, 'incoming')).toEqual([])
    expect(partOf(dataDir, 'blobs')).toHaveLength(1)
    const { status, bytes } = await fetchFile(second.origin + audio)
    expect([status, bytes.equals(sounds.webm)]).toEqual([200, true])
    await second.stop()
  })

  test('kill -9 while something is taken away puts it back', async () => {
    const dataDir = join(temporaryFolder(), 'data')
    const first = await startServer({ dataDir })
    const anna = await connect(first.origin)
    await anna.join('general', 'Anna')
    const { audio } = await speak(anna, 'general')
    await first.kill()
    const [blob = ''] = partOf(dataDir, 'blobs')
    const id = blob.split('/').at(-1) ?? ''
    renameSync(
      blob,
      join(dataDir, 'media', 'leaving', `${id}.0f8fad5b-d9cb-469f-a165-70867728950e`),
    )
    const second = await startServer({ dataDir })
    expect((await fetchFile(second.origin + audio)).status).toBe(200)
    expect(partOf(dataDir, 'leaving')).toEqual([])
    await second.stop()
  })

  test('a preview leaves the disk with the message of its picture, and not before', async () => {
    const dataDir = join(temporaryFolder(), 'data')
    const first = await startServer({ dataDir })
    const anna = await connect(first.origin)
    const { token } = await anna.join('general', 'Anna')
    const bring = async (bytes: Buffer): Promise<string> => {
      const brought = await upload(first.origin, token, Uint8Array.from(bytes))
      return ((await brought.json()) as { blobId: string }).blobId
    }
    const send = async (side: number) => {
      const [large, small] = [pictureOf(side, side), pictureOf(side / 2, side / 2)]
      const preview = { blobId: await bring(small), width: side / 2, height: side / 2 }
      const files = [{ blobId: await bring(large), name: 'a.png', preview }]
      return (await ask(anna, 'chat:send:files', { roomId: 'general', files })).message
    }
    const [kept, deleted] = [await send(64), await send(32)]
    await ask(anna, 'chat:delete', { messageId: deleted.id })
    await first.stop()
    age(dataDir)
    await forgetUploads(dataDir)
    const second = await startServer({ dataDir })
    await expect.poll(() => partOf(dataDir, 'blobs').length, { timeout: 20_000 }).toBe(2)
    const [picture] = kept.attachments
    for (const url of [picture?.url, picture?.preview?.url]) {
      expect((await fetchFile(second.origin + url)).status).toBe(200)
    }
    await second.stop()
  })

  test('what was deleted leaves the disk, what is wanted and what is new stays', async () => {
    const dataDir = join(temporaryFolder(), 'data')
    const first = await startServer({ dataDir })
    const anna = await connect(first.origin)
    const { token } = await anna.join('general', 'Anna')
    const kept = await speak(anna, 'general', { audio: dataUrl(sounds.ogg) })
    const twice = [await speak(anna, 'general'), await speak(anna, 'general')] as const
    const deleted = await speak(anna, 'general', { audio: dataUrl(sounds.mp3) })
    const uploaded = await upload(first.origin, token, Uint8Array.from(png))
    expect(uploaded.status).toBe(200)
    for (const { id } of [deleted, twice[0]]) {
      expect(await anna.call('chat:delete', { messageId: id } as never)).toMatchObject({ ok: true })
    }
    await first.stop()
    age(dataDir)
    const second = await startServer({ dataDir })
    await expect.poll(() => partOf(dataDir, 'blobs').length, { timeout: 20_000 }).toBe(3)
    for (const { audio } of [kept, twice[1]]) {
      expect((await fetchFile(second.origin + audio)).status).toBe(200)
    }
    await second.stop()
  })

  test('with a new database nothing is cleared away, and that is said', async () => {
    const dataDir = join(temporaryFolder(), 'data')
    const first = await startServer({ dataDir })
    const anna = await connect(first.origin)
    await anna.join('general', 'Anna')
    await speak(anna, 'general')
    await first.stop()
    age(dataDir)
    for (const name of readdirSync(dataDir)) {
      if (name.startsWith('parley.db')) rmSync(join(dataDir, name))
    }
    const second = await startServer({ dataDir })
    expect(second.output.stderr).toMatch(/^The folder "media" of DATA_DIR holds .*\n$/)
    const ben = await connect(second.origin)
    await ben.join('general', 'Ben')
    await speak(ben, 'general', { audio: dataUrl(sounds.ogg) })
    await second.stop()
    expect(partOf(dataDir, 'blobs')).toHaveLength(2)
  })
})

/** A file system of its own that is easy to fill; needs the right to mount. */
function mountSmallDisk(): { path: string; unmount: () => void } | null {
  const path = temporaryFolder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', path], { stdio: 'ignore' })
    return { path, unmount: () => execFileSync('umount', ['-l', path]) }
  } catch {
    return null
  }
}

test(
  'a full disk is answered with unavailable, and nothing is lost',
  { timeout: PATIENCE_MS },
  async (context) => {
    const disk = mountSmallDisk()
    if (!disk) return context.skip('mounting a small file system is not permitted here')
    try {
      const dataDir = join(disk.path, 'data')
      const server = await startServer({ dataDir })
      const anna = await connect(server.origin)
      const { token } = await anna.join('general', 'Anna')
      const { audio } = await speak(anna, 'general')
      const filler = join(disk.path, 'filler')
      const free = () => execFileSync('df', ['--output=avail', '-B1', disk.path]).toString()
      writeFileSync(filler, Buffer.alloc(Number(free().split('\n')[1]) - 500_000))

      const full = dataUrl(wav(60), 'audio/wav')
      const refused = await anna.call('chat:send:voice', {
        roomId: 'general',
        audio: full,
      } as never)
      expect(refused).toMatchObject({ ok: false, error: { code: 'unavailable' } })
      const reply = await upload(server.origin, token, new Uint8Array(400_000))
      expect(reply.status).toBe(503)
      expect(await reply.json()).toMatchObject({ error: { code: 'unavailable' } })
      expect(partOf(dataDir, 'incoming')).toEqual([])
      // Words still find room, because files leave them some.
      const words = { roomId: 'general', text: 'No room for recordings' }
      expect(await anna.call('chat:message', words as never)).toMatchObject({ ok: true })
      expect((await fetchFile(server.origin + audio)).status).toBe(200)

      rmSync(filler)
      const sent = await anna.call('chat:send:voice', { roomId: 'general', audio: full } as never)
      expect(sent).toMatchObject({ ok: true })
      expect(await server.stop()).toBe(0)
    } finally {
      disk.unmount()
    }
  },
)

describe.skipIf(!hasRedis)('instances on one Redis', { timeout: PATIENCE_MS }, () => {
  test('that share a folder hand out what came through the other, and clear away together', async () => {
    const redis = await startRedis()
    const options = {
      dataDir: join(temporaryFolder(), 'data'),
      environment: { REDIS_URL: redis.url },
    }
    const instances = await Promise.all([startServer(options), startServer(options)])
    const [one, two] = instances
    if (!one || !two) throw new Error('There are two')
    const [anna, ben] = [await connect(one.origin), await connect(two.origin)]
    await anna.join('general', 'Anna')
    await ben.join('general', 'Ben')
    const said = await speak(anna, 'general')
    const heard = await ben.next('chat:message', ({ type }) => type === 'voice')
    expect(heard).toMatchObject({ audio: said.audio })
    expect((await fetchFile(two.origin + said.audio)).bytes.equals(sounds.webm)).toBe(true)
    await Promise.all([
      ...Array.from({ length: 10 }, () => speak(anna, 'general', { audio: dataUrl(sounds.ogg) })),
      ...Array.from({ length: 10 }, () => speak(ben, 'general', { audio: dataUrl(sounds.ogg) })),
    ])
    expect(partOf(options.dataDir, 'blobs')).toHaveLength(2)
    expect(await anna.call('chat:delete', { messageId: said.id } as never)).toMatchObject({
      ok: true,
    })
    expect((await fetchFile(two.origin + said.audio)).status).toBe(404)
    for (const { output } of [one, two]) expect(output.stderr).not.toMatch(/"level"|DATA_DIR/)

    const elsewhere = await startServer({
      ...options,
      dataDir: join(temporaryFolder(), 'another'),
    })
    expect(elsewhere.output.stderr).toMatch(/is not the one in which other instances keep/)
    await Promise.all([one, two, elsewhere].map((instance) => instance.stop()))
    await redis.remove()
  })
})
