import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { readArchiveFile } from '../support/archives.ts'
import { closeClients, connect, type TestClient } from '../support/client.ts'
import { ask } from '../support/conversation.ts'
import { fetchFile, speak } from '../support/media.ts'
import { readAll, say } from '../support/redis-conversation.ts'
import { hasRedis, startRedis } from '../support/redis-server.ts'
import {
  removeTemporaryFolders,
  runCommand,
  startServer,
  temporaryFolder,
} from '../support/start-server.ts'
import { sounds } from '../support/sounds.ts'

afterEach(closeClients)
afterAll(removeTemporaryFolders)

const CLIENT_ID = '0b0e3c5e-8a4c-4f7e-9d4b-1c2f5d6a7b80'

/** Two people who do a bit of everything. @returns what they come back with */
async function live(origin: string) {
  const [anna, ben] = [await connect(origin), await connect(origin)]
  const [annaIs, benIs] = [await anna.join('general', 'Anna'), await ben.join('general', 'Ben')]
  const first = await say(anna, 'general', 'First', CLIENT_ID)
  await say(ben, 'general', 'Second')
  const typo = await say(anna, 'general', 'Thrid')
  await ask(anna, 'chat:edit', { messageId: typo.id, text: 'Third' })
  const regretted = await say(ben, 'general', 'Regretted')
  await ask(ben, 'chat:delete', { messageId: regretted.id })
  await ask(ben, 'chat:reaction', { messageId: first.id, emoji: '🎉' })
  const voice = await speak(anna, 'general')
  return { anna: annaIs.token, ben: benIs.token, audio: String(voice.audio), first }
}

/** What somebody sees of a room. */
async function history(client: TestClient, roomId: string): Promise<string> {
  return JSON.stringify(await readAll(client, roomId))
}

/** Lines without what a visit changes. */
const settled = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => line.replace(/"lastSeenAt":\d+/, '"lastSeenAt":0'))

describe.skipIf(!hasRedis)('a server moves', () => {
  test(
    'from SQLite to Redis and back, and people notice nothing',
    { timeout: 240_000 },
    async () => {
      const folder = temporaryFolder()
      const file = (name: string): string => join(folder, `${name}.tar`)
      const redis = await startRedis()
      try {
        const home = { dataDir: join(folder, 'home') }
        const server = await startServer(home)
        const { anna: token, audio, first } = await live(server.origin)
        const watching = await connect(server.origin, { token })
        await watching.join('general', 'Anna')
        const before = await history(watching, 'general')

        // While it runs, and again when it does not: the same, but for when people were last here.
        const hot = await runCommand(['export', file('hot')], home)
        expect(hot).toMatchObject({ exitCode: 0, stdout: '' })
        expect(hot.stderr).toContain('messages and 2 people')
        expect(await runCommand(['export', file('hot')], home)).toMatchObject({
          exitCode: 1,
          stderr: expect.stringContaining('is there already') as string,
        })
        expect(await server.stop()).toBe(0)
        expect((await runCommand(['export', file('cold')], home)).exitCode).toBe(0)
        const cold = await readArchiveFile(file('cold'))
        expect(settled((await readArchiveFile(file('hot'))).lines)).toEqual(settled(cold.lines))
        expect(cold.blobs).toEqual([createHash('sha256').update(sounds.webm).digest('hex')])

        const shared = { dataDir: join(folder, 'shared'), environment: { REDIS_URL: redis.url } }
        const imported = await runCommand(['import', file('cold')], shared)
        expect(imported).toMatchObject({ exitCode: 0 })
        expect((await runCommand(['export', file('redis')], shared)).exitCode).toBe(0)
        expect((await readArchiveFile(file('redis'))).lines).toEqual(cold.lines)

        const [one, two] = await Promise.all([startServer(shared), startServer(shared)])
        const [annaAgain, stranger] = [
          await connect(one.origin, { token }),
          await connect(two.origin),
        ]
        expect((await annaAgain.join('general', 'Anna')).token).toBe(token)
        await stranger.join('general', 'Stranger')
        expect(await history(annaAgain, 'general')).toBe(before)
        expect(await history(stranger, 'general')).toBe(before)
        expect((await fetchFile(new URL(audio, two.origin).href)).bytes).toEqual(
          Buffer.from(sounds.webm),
        )
        // Sent before the move, and again after it.
        const again = await say(annaAgain, 'general', 'First', CLIENT_ID)
        expect(again.id).toBe(first.id)
        const next = await say(stranger, 'general', 'Next')
        expect(next.seq).toBe(
          (JSON.parse(before) as { changeSeq: number }[]).reduce(
            (last, { changeSeq }) => Math.max(last, changeSeq),
            0,
          ) + 1,
        )
        const after = await history(stranger, 'general')
        // Redis lets others look, so no instance has to be asked.
        expect((await runCommand(['backup', file('running')], shared)).exitCode).toBe(0)
        await Promise.all([one.stop(), two.stop()])
        expect((await runCommand(['export', file('back')], shared)).exitCode).toBe(0)
        const back = await readArchiveFile(file('back'))
        expect(settled((await readArchiveFile(file('running'))).lines)).toEqual(settled(back.lines))

        const homeAgain = { dataDir: join(folder, 'home-again') }
        expect((await runCommand(['import', file('back')], homeAgain)).exitCode).toBe(0)
        expect((await runCommand(['export', file('end')], homeAgain)).exitCode).toBe(0)
        expect((await readArchiveFile(file('end'))).lines).toEqual(back.lines)
        const last = await startServer(homeAgain)
        expect(last.output.stderr).toBe('')
        const reader = await connect(last.origin, { token })
        await reader.join('general', 'Anna')
        expect(await history(reader, 'general')).toBe(after)
        await last.stop()
      } finally {
        await redis.remove()
      }
    },
  )
})
