import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { HostJob, HostStatus } from '#shared/ipc/host.ts'
import { createBackups } from './backups.ts'
import type { CommandOutcome } from './server-command.ts'

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'parley-backups-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const running: HostStatus = {
  phase: 'running',
  name: 'Workshop',
  port: 5_001,
  addresses: [],
  localOrigin: 'http://127.0.0.1:5001',
  people: 3,
  startedAt: 0,
  notices: [],
}

function setUp(options: {
  readonly chosen?: string | null
  readonly isSure?: boolean
  readonly status?: HostStatus
  readonly run?: (words: readonly string[]) => CommandOutcome | Promise<CommandOutcome>
}) {
  const { chosen = join(folder, 'b.tar'), isSure = true, status = running } = options
  const events: string[] = []
  const jobs: HostJob[] = []
  const backups = createBackups({
    run: async (words, onProgress) => {
      events.push(words.join(' '))
      onProgress(50)
      return (await options.run?.(words)) ?? { ok: true, message: 'done' }
    },
    supervisor: {
      status: () => status,
      start: async ({ name, port }) => {
        events.push(`start ${name} ${port}`)
        return status
      },
      stop: async () => {
        events.push('stop')
        return { phase: 'off' }
      },
    },
    askWhereTo: async () => chosen,
    askWhich: async () => chosen,
    confirmRestore: async () => isSure,
    onProgress: (job) => jobs.push(job),
    port: () => '5000',
  })
  return { backups, events, jobs }
}

test('a backup is made while the server runs', async () => {
  const { backups, events, jobs } = setUp({})
  expect(await backups.backUp()).toMatchObject({
    outcome: 'done',
    message: expect.stringContaining('b.tar') as string,
  })
  expect(events).toEqual([`backup ${join(folder, 'b.tar')}`])
  expect(jobs.map(({ percent }) => percent)).toEqual([0, 50])
})

test('a file that is to be replaced stays until the new one is complete', async () => {
  const file = join(folder, 'b.tar')
  writeFileSync(file, 'old')
  const failing = setUp({ run: ([, to]) => ({ ok: false, message: `Cannot write ${to}.` }) })
  expect(await failing.backups.backUp()).toEqual({
    outcome: 'failed',
    message: `Cannot write ${file}.`,
  })
  expect(readFileSync(file, 'utf8')).toBe('old')
  const working = setUp({
    run: ([, to = '']) => {
      writeFileSync(to, 'new')
      return { ok: true, message: '' }
    },
  })
  expect((await working.backups.backUp()).outcome).toBe('done')
  expect(readFileSync(file, 'utf8')).toBe('new')
  expect(readdirSync(folder)).toEqual(['b.tar'])
})

test('nothing happens to somebody who thinks better of it', async () => {
  const nowhere = setUp({ chosen: null })
  expect((await nowhere.backups.backUp()).outcome).toBe('cancelled')
  expect((await nowhere.backups.restore()).outcome).toBe('cancelled')
  const unsure = setUp({ isSure: false })
  expect((await unsure.backups.restore()).outcome).toBe('cancelled')
  expect([...nowhere.events, ...unsure.events]).toEqual([])
})

test.each([true, false])(
  'the server is stopped and comes back where it was, restored: %j',
  async (ok) => {
    const { backups, events } = setUp({ run: () => ({ ok, message: 'It is damaged.' }) })
    const { outcome, message } = await backups.restore()
    expect(outcome).toBe(ok ? 'done' : 'failed')
    if (!ok) expect(message).toBe('It is damaged.')
    expect(events).toEqual(['stop', `restore ${join(folder, 'b.tar')}`, 'start Workshop 5001'])
  },
)

test('a server that did not run is not started by a restore', async () => {
  const { backups, events } = setUp({ status: { phase: 'failed', name: 'x', message: 'y' } })
  await backups.restore()
  expect(events).toEqual(['stop', `restore ${join(folder, 'b.tar')}`])
})

test('there is one at a time', async () => {
  let finish = (): void => {}
  const held = new Promise<CommandOutcome>((resolve) => {
    finish = () => resolve({ ok: true, message: '' })
  })
  const { backups } = setUp({ run: () => held })
  const first = backups.backUp()
  expect((await backups.restore()).message).toContain('One backup at a time')
  finish()
  expect((await first).outcome).toBe('done')
})
