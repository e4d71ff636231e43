import { rename, rm, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { HostJob, HostJobOutcome } from '#shared/ipc/host.ts'
import type { HostSupervisor } from './host-supervisor.ts'
import type { RunServerCommand } from './server-command.ts'

export interface Backups {
  backUp(): Promise<HostJobOutcome>
  restore(): Promise<HostJobOutcome>
}

export interface BackupDependencies {
  readonly run: RunServerCommand
  readonly supervisor: Pick<HostSupervisor, 'status' | 'start' | 'stop'>
  /** Null when somebody thought better of it. */
  readonly askWhereTo: () => Promise<string | null>
  readonly askWhich: () => Promise<string | null>
  readonly confirmRestore: (name: string) => Promise<boolean>
  readonly onProgress: (job: HostJob) => void
  /** As configured, for a server that had not found one yet. */
  readonly port: () => string
}

const CANCELLED: HostJobOutcome = { outcome: 'cancelled', message: '' }

/** Backs up and restores the server inside this app, one at a time. */
export function createBackups(dependencies: BackupDependencies): Backups {
  const { run, supervisor, onProgress } = dependencies
  let isBusy = false

  async function alone(work: () => Promise<HostJobOutcome>): Promise<HostJobOutcome> {
    if (isBusy) {
      return { outcome: 'failed', message: 'One backup at a time: wait until this one has ended.' }
    }
    isBusy = true
    try {
      return await work()
    } finally {
      isBusy = false
    }
  }

  async function backUp(): Promise<HostJobOutcome> {
    const file = await dependencies.askWhereTo()
    if (file === null) return CANCELLED
    onProgress({ doing: 'back-up', percent: 0 })
    // The dialog has asked whether to replace a file; the old one stays until the new one is complete.
    const target = (await exists(file)) ? `${file}.new` : file
    if (target !== file) await rm(target, { force: true })
    const { ok, message } = await run(['backup', target], (percent) =>
      onProgress({ doing: 'back-up', percent }),
    )
    if (!ok) return { outcome: 'failed', message: message.replaceAll(target, file) }
    if (target !== file) await rename(target, file)
    return {
      outcome: 'done',
      message: `Everything is in ${basename(file)}. Keep it safe: whoever has it can read it all.`,
    }
  }

  async function restore(): Promise<HostJobOutcome> {
    const file = await dependencies.askWhich()
    if (file === null || !(await dependencies.confirmRestore(basename(file)))) return CANCELLED
    onProgress({ doing: 'restore', percent: 0 })
    const before = supervisor.status()
    const isHosting = before.phase !== 'off' && before.phase !== 'failed'
    await supervisor.stop()
    const { ok, message } = await run(['restore', file], (percent) =>
      onProgress({ doing: 'restore', percent }),
    )
    // Also after a failure: nothing was changed then, and people are waiting.
    if (isHosting) {
      const port = before.phase === 'running' ? String(before.port) : dependencies.port()
      await supervisor.start({ name: before.name, port })
    }
    if (!ok) return { outcome: 'failed', message }
    return { outcome: 'done', message: `The server is as it was in ${basename(file)}.` }
  }

  return { backUp: () => alone(backUp), restore: () => alone(restore) }
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  )
