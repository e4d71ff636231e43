import type { HostCommand, HostStatus } from '#shared/ipc/host.ts'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createHostSupervisor } from './host-supervisor.ts'
import type { ServerProcessListener, ServerProcessOptions } from './server-process.ts'

/** A stand-in for the operating system: remembers what was started and lets the test end it. */
function fakeProcesses() {
  const started: {
    options: ServerProcessOptions
    listener: ServerProcessListener
    commands: HostCommand[]
    killed: boolean
  }[] = []
  return {
    started,
    newest: () => started.at(-1)!,
    spawn: (options: ServerProcessOptions, listener: ServerProcessListener) => {
      const entry = { options, listener, commands: [] as HostCommand[], killed: false }
      started.push(entry)
      return {
        post: (command: HostCommand) => void entry.commands.push(command),
        kill: () => {
          entry.killed = true
          listener.onExit(9)
        },
      }
    },
  }
}

function setUp() {
  const processes = fakeProcesses()
  const supervisor = createHostSupervisor({
    spawn: processes.spawn,
    addresses: (port) => [`http://192.168.1.20:${port}`],
    now: () => Date.now(),
    random: () => 0.5,
    warn: () => undefined,
  })
  const phases: HostStatus['phase'][] = []
  supervisor.onStatus((status) => phases.push(status.phase))
  const ready = (port = 5000) =>
    processes.newest().listener.onMessage({ type: 'ready', port, notices: [] })
  return { processes, supervisor, phases, ready }
}

const OPTIONS = { name: 'Workshop', port: '5000' }

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('the hosted server', () => {
  test('runs when it says that it is ready', async () => {
    const { supervisor, ready } = setUp()
    const started = supervisor.start(OPTIONS)
    ready(5001)
    expect(await started).toMatchObject({
      phase: 'running',
      name: 'Workshop',
      port: 5001,
      addresses: ['http://192.168.1.20:5001'],
      localOrigin: 'http://127.0.0.1:5001',
    })
  })

  test('is started once, however often it is asked for', async () => {
    const { supervisor, processes, ready } = setUp()
    const both = Promise.all([supervisor.start(OPTIONS), supervisor.start(OPTIONS)])
    ready()
    await both
    expect(processes.started).toHaveLength(1)
  })

  test('comes back on the same port after a crash', async () => {
    const { supervisor, processes, phases, ready } = setUp()
    const started = supervisor.start(OPTIONS)
    ready(5003)
    await started
    processes.newest().listener.onExit(1)
    expect(supervisor.status()).toMatchObject({ phase: 'restarting', attempt: 1 })
    vi.advanceTimersByTime(500)
    expect(processes.newest().options.port).toBe('5003')
    ready(5003)
    expect(phases).toEqual(['starting', 'running', 'restarting', 'running'])
  })

  test('is given up after a crash loop, and can be started again by hand', async () => {
    const { supervisor, processes, ready } = setUp()
    const started = supervisor.start(OPTIONS)
    for (let crash = 0; crash < 5; crash += 1) {
      processes.newest().listener.onExit(1)
      vi.advanceTimersByTime(8_000)
    }
    expect(await started).toMatchObject({ phase: 'failed' })
    expect(processes.started).toHaveLength(5)
    const again = supervisor.start(OPTIONS)
    ready()
    expect(await again).toMatchObject({ phase: 'running' })
  })

  test('is not started again when it said why it cannot run', async () => {
    const { supervisor, processes } = setUp()
    const started = supervisor.start(OPTIONS)
    processes.newest().listener.onMessage({ type: 'refused', message: 'The folder is in use.' })
    processes.newest().listener.onExit(3)
    vi.advanceTimersByTime(60_000)
    expect(await started).toEqual({
      phase: 'failed',
      name: 'Workshop',
      message: 'The folder is in use.',
    })
    expect(processes.started).toHaveLength(1)
  })

  test('that hangs is replaced', async () => {
    const { supervisor, processes, ready } = setUp()
    const started = supervisor.start(OPTIONS)
    ready()
    await started
    vi.advanceTimersByTime(10_000)
    expect(processes.started[0]?.killed).toBe(true)
    expect(processes.started).toHaveLength(2)
  })

  test('that was silent because the computer slept is left alone', async () => {
    const { supervisor, processes, ready } = setUp()
    const started = supervisor.start(OPTIONS)
    ready()
    await started
    vi.setSystemTime(Date.now() + 3_600_000)
    vi.advanceTimersByTime(2_000)
    expect(processes.started[0]?.killed).toBe(false)
  })

  test('is asked to stop, and ended when it does not', async () => {
    const { supervisor, processes, ready } = setUp()
    const started = supervisor.start(OPTIONS)
    ready()
    await started
    const stopped = supervisor.stop()
    expect(processes.newest().commands).toEqual([{ type: 'stop' }])
    vi.advanceTimersByTime(6_000)
    expect(await stopped).toEqual({ phase: 'off' })
    expect(processes.newest().killed).toBe(true)
  })

  test('is not brought back when it is stopped while waiting for a restart', async () => {
    const { supervisor, processes, ready } = setUp()
    const started = supervisor.start(OPTIONS)
    ready()
    await started
    processes.newest().listener.onExit(1)
    await supervisor.stop()
    vi.advanceTimersByTime(60_000)
    expect(supervisor.status()).toEqual({ phase: 'off' })
    expect(processes.started).toHaveLength(1)
  })
})
