import { execFileSync } from 'node:child_process'
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import {
  ANNAS_TOKEN,
  madeUpRecords,
  readArchiveFile,
  writeArchiveFile,
} from '../support/archives.ts'
import { closeClients, connect } from '../support/client.ts'
import { readAll, say, until } from '../support/redis-conversation.ts'
import { hasRedis, startRedis, type TestRedis } from '../support/redis-server.ts'
import {
  removeTemporaryFolders,
  runCommand,
  runUntilExit,
  startCommand,
  startServer,
  temporaryFolder,
  type FinishedServer,
  type ServerOptions,
} from '../support/start-server.ts'

/** Each test starts several programs, one after the other, on a machine that may have more to do. */
const PATIENCE_MS = 120_000
vi.setConfig({ testTimeout: PATIENCE_MS })

afterEach(closeClients)
afterAll(removeTemporaryFolders)

/** One sentence, or two, and nothing of the insides. */
function expectRefusal({ exitCode, stdout, stderr }: FinishedServer, says: string): void {
  expect(stderr).toContain(says)
  expect(stderr).not.toMatch(/\n\s+at |Error:/)
  expect(stderr.trim().split('\n').at(-1)).toContain(says)
  expect(stdout).toBe('')
  expect(exitCode).toBe(1)
}

async function archiveOf(messages: number, name = 'archive.tar'): Promise<string> {
  const file = join(temporaryFolder(), name)
  await writeArchiveFile(file, madeUpRecords(messages))
  return file
}

async function textsIn(options: ServerOptions, name = 'Reader'): Promise<readonly string[]> {
  const server = await startServer(options)
  const reader = await connect(server.origin)
  await reader.join('general', name)
  const texts = (await readAll(reader, 'general')).map(({ text }) => text ?? '')
  reader.close()
  await server.stop()
  return texts
}

describe('the command line', () => {
  test.each([
    [['backpu', 'x'], 'There is no command "backpu"'],
    [['backup'], '"backup" takes the name of one file'],
    [['import', 'a', 'b'], '"import" takes the name of one file'],
  ])('%j is answered with how it is meant', async (words, says) => {
    const { exitCode, stderr, stdout } = await runCommand(words)
    expect(stderr).toContain(says)
    expect(stderr).toContain('restore FILE')
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  })

  test('a folder without a server has nothing to back up, and stays as it is', async () => {
    const dataDir = join(temporaryFolder(), 'nothing')
    const file = join(temporaryFolder(), 'backup.tar')
    expectRefusal(await runCommand(['backup', file], { dataDir }), 'There is no server in')
    expect(existsSync(dataDir)).toBe(false)
  })
})

describe('a file that is not right', () => {
  const damage: readonly (readonly [string, (file: string) => void, string])[] = [
    ['cut in the middle', (file) => truncateSync(file, 100_000), 'is not complete'],
    ['without its end', (file) => truncateSync(file, statSync(file).size - 1_536), 'not complete'],
    [
      'changed',
      (file) => {
        const bytes = readFileSync(file)
        bytes[bytes.indexOf('Line 400 ')] = 0x4b
        writeFileSync(file, bytes)
      },
      'its checksum is wrong',
    ],
    ['empty', (file) => truncateSync(file, 0), 'is not an archive of Parley'],
    ['something else', (file) => writeFileSync(file, 'x'.repeat(9_999)), 'is not an archive'],
  ]

  test.each(damage)('%s: nothing of it arrives in a folder', async (_, spoil, says) => {
    const file = await archiveOf(600)
    spoil(file)
    const dataDir = join(temporaryFolder(), 'data')
    expectRefusal(await runCommand(['check', file]), says)
    expectRefusal(await runCommand(['import', file], { dataDir }), says)
    expectRefusal(await runCommand(['restore', file], { dataDir }), says)
    expect(readdirSync(dataDir).filter((name) => name.includes('restor'))).toEqual([])
    expect(await textsIn({ dataDir })).toEqual([])
  })

  test('of a newer version, or none at all', async () => {
    const newer = join(temporaryFolder(), 'newer.tar')
    await writeArchiveFile(newer, madeUpRecords(1), 2)
    expectRefusal(await runCommand(['import', newer]), 'newer version of Parley')
    expectRefusal(await runCommand(['import', '/no/such/file']), 'there is no such file')
    expectRefusal(await runCommand(['import', temporaryFolder()]), 'it is a folder')
  })
})

describe('a folder that holds something', () => {
  test('is not imported into, is restored over, and what was there is kept', async () => {
    const file = await archiveOf(300)
    const dataDir = join(temporaryFolder(), 'data')
    const server = await startServer({ dataDir })
    const ben = await connect(server.origin)
    await ben.join('general', 'Ben')
    await say(ben, 'general', 'Before')
    for (const command of ['import', 'restore']) {
      expectRefusal(await runCommand([command, file], { dataDir }), 'Another Parley server')
    }
    expect(await say(ben, 'general', 'Not disturbed')).toMatchObject({ seq: 2 })
    await server.stop()

    expectRefusal(await runCommand(['import', file], { dataDir }), 'nothing was changed')
    const restored = await runCommand(['restore', file], { dataDir })
    expect(restored).toMatchObject({ exitCode: 0, stdout: '' })
    const kept = readdirSync(dataDir).find((name) => name.startsWith('parley.db.before-restore-'))
    expect(restored.stderr).toContain(`kept as ${kept}`)
    expect(await textsIn({ dataDir })).toHaveLength(300)

    // The former one is a whole database, and can be put back by hand.
    const former = join(temporaryFolder(), 'former')
    mkdirSync(former)
    execFileSync('cp', [join(dataDir, kept ?? ''), join(former, 'parley.db')])
    expect(await textsIn({ dataDir: former })).toEqual(['Before', 'Not disturbed'])
  })
})

describe('a backup while people write', () => {
  test('holds nobody up, and is one moment of the conversation', async () => {
    const dataDir = join(temporaryFolder(), 'data')
    expect((await runCommand(['import', await archiveOf(15_000)], { dataDir })).exitCode).toBe(0)
    const server = await startServer({ dataDir })
    const anna = await connect(server.origin, { token: ANNAS_TOKEN })
    await anna.join('general', 'Anna')
    const file = join(temporaryFolder(), 'backup.tar')
    const backup = startCommand(['backup', file], { dataDir })
    const running = { isDone: false }
    const finished = backup.finished().finally(() => (running.isDone = true))
    const startedAt = performance.now()
    const waits: number[] = []
    let said = 0
    while (!running.isDone) {
      const sentAt = performance.now()
      await say(anna, 'general', `During ${said}`)
      waits.push(performance.now() - sentAt)
      said += 1
      // Slower than the limit of a session.
      await new Promise((resolve) => setTimeout(resolve, 110))
    }
    const tookMs = performance.now() - startedAt
    expect((await finished).exitCode).toBe(0)
    const { records } = await readArchiveFile(file)
    const numbers = records.flatMap((record) => (record.kind === 'message' ? [record.seq] : []))
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
    expect(numbers.length).toBeGreaterThanOrEqual(15_000)
    expect(numbers.length).toBeLessThanOrEqual(15_000 + said)
    waits.sort((one, other) => one - other)
    console.log(`${said} messages meanwhile, the slowest after ${Math.round(waits.at(-1) ?? 0)} ms`)
    // Not a measure of speed: a backup that stopped writers would keep one waiting to its end.
    expect(waits.at(-1)).toBeLessThan(Math.max(3_000, tookMs / 2))
    expect(await server.stop()).toBe(0)
  })

  test('that is given up leaves no file, and the server goes on', async () => {
    const dataDir = join(temporaryFolder(), 'data')
    await runCommand(['import', await archiveOf(5_000)], { dataDir })
    const server = await startServer({ dataDir })
    const folder = temporaryFolder()
    const backup = startCommand(['backup', join(folder, 'backup.tar')], { dataDir })
    // Being written, or written already where it took no time.
    await until(() => readdirSync(folder).length > 0, PATIENCE_MS)
    backup.interrupt()
    const { exitCode, stderr } = await backup.finished()
    // On a fast machine it may have been finished by then.
    if (exitCode !== 0) {
      expect(stderr).toContain('no file was left behind')
      expect(readdirSync(folder)).toEqual([])
    }
    const anna = await connect(server.origin, { token: ANNAS_TOKEN })
    await anna.join('general', 'Anna')
    expect(await say(anna, 'general', 'Still here')).toMatchObject({ seq: 5_001 })
    await server.stop()
  })
})

/** A file system of its own that is easy to fill; needs the right to mount. */
function mountSmallDisk(): { path: string; unmount: () => void } | null {
  const path = temporaryFolder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', path], { stdio: 'ignore' })
    return { path, unmount: () => execFileSync('umount', ['-l', path]) }
  } catch {
    return null
  }
}

test('a disk that fills up: no half backup, and no half import', async (context) => {
  const disk = mountSmallDisk()
  if (!disk) return context.skip('mounting a small file system is not permitted here')
  try {
    const file = await archiveOf(12_000)
    const dataDir = join(temporaryFolder(), 'data')
    expect((await runCommand(['import', file], { dataDir })).exitCode).toBe(0)
    const small = join(disk.path, 'backup.tar')
    expectRefusal(await runCommand(['backup', small], { dataDir }), 'the disk is full')
    expect(readdirSync(disk.path)).toEqual([])

    const smallDir = join(disk.path, 'data')
    const refused = await runCommand(['import', file], { dataDir: smallDir })
    expectRefusal(refused, 'Nothing was changed')
    expect(await textsIn({ dataDir: smallDir })).toEqual([])
  } finally {
    disk.unmount()
  }
})

/**
 * Kills an import in the middle: the archive comes through a pipe, and its second half never does.
 * Of a file the rest could be read before anybody has seen how far it was.
 */
async function killHalfWay(file: string, options: ServerOptions): Promise<void> {
  const pipe = join(temporaryFolder(), 'archive.pipe')
  execFileSync('mkfifo', [pipe])
  const importing = startCommand(['import', pipe], options)
  const bytes = readFileSync(file)
  const writer = createWriteStream(pipe).on('error', () => {})
  writer.write(bytes.subarray(0, bytes.length / 2))
  await until(() => /Importing: [3-9]\d %/.test(importing.output.stderr), PATIENCE_MS)
  await importing.kill()
  writer.destroy()
}

describe('an import that is killed', () => {
  test('has not happened, in a folder', async () => {
    const file = await archiveOf(30_000)
    const dataDir = join(temporaryFolder(), 'data')
    await killHalfWay(file, { dataDir })
    expect(await textsIn({ dataDir })).toEqual([])
  })

  describe.skipIf(!hasRedis)('in Redis', () => {
    let redis: TestRedis
    afterEach(() => redis.remove())

    test('keeps servers from starting, and is made up for by the next one', async () => {
      redis = await startRedis()
      const file = await archiveOf(20_000)
      const shared = {
        dataDir: join(temporaryFolder(), 'data'),
        environment: { REDIS_URL: redis.url },
      }
      await killHalfWay(file, shared)
      expectRefusal(await runUntilExit(shared), 'was cut short')
      const cut = await archiveOf(400, 'cut.tar')
      truncateSync(cut, 50_000)
      expectRefusal(await runCommand(['import', cut], shared), 'is not complete')
      expect(await redis.command('DBSIZE')).toBe(':0\r\n')
      expect(await runCommand(['import', await archiveOf(400)], shared)).toMatchObject({
        exitCode: 0,
      })
      expect(await textsIn(shared)).toHaveLength(400)
    })

    test('is refused while a server runs there, or has run there', async () => {
      redis = await startRedis()
      const file = await archiveOf(50)
      const shared = {
        dataDir: join(temporaryFolder(), 'data'),
        environment: { REDIS_URL: redis.url },
      }
      const server = await startServer(shared)
      expectRefusal(await runCommand(['import', file], shared), 'A Parley server is using')
      await server.stop()
      expect((await runCommand(['import', file], shared)).exitCode).toBe(0)
      expectRefusal(await runCommand(['import', file], shared), 'nothing was changed')
      expectRefusal(await runCommand(['restore', file], shared), 'another REDIS_PREFIX')
      const other = { ...shared, environment: { ...shared.environment, REDIS_PREFIX: 'second' } }
      expect((await runCommand(['restore', file], other)).exitCode).toBe(0)
      expect(await textsIn(other)).toHaveLength(50)
    })
  })
})
