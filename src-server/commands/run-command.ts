import type { Config } from '../config.ts'
import type { Parts } from '../locate.ts'
import { openArchiveSource, openArchiveTarget } from '../open-archive.ts'
import { openPeople } from '../open-people.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import { readVersion } from '../version.ts'
import { backUp } from './back-up.ts'
import type { Command } from './command-line.ts'
import { makeOwner } from './make-owner.ts'
import type { OnProgress } from './progress.ts'
import { check, restore } from './restore.ts'

export interface CommandContext {
  readonly config: Config
  readonly parts: Parts
  readonly now: number
  readonly onProgress: OnProgress
  /** An archive was read to its end, and is now put in order. */
  readonly onRead: () => void
  /** Aborted when somebody wants it to stop. */
  readonly signal: AbortSignal
}

/** @returns what was done, or why nothing was done, as sentences */
export async function runCommand(
  command: Command,
  context: CommandContext,
): Promise<Result<readonly string[], string>> {
  if (command.name === 'make-owner') return runMakeOwner(command.who, context)
  const { file } = command
  const { config, onProgress, onRead, signal, now } = context
  switch (command.name) {
    case 'export':
    case 'backup': {
      const source = await openArchiveSource(context)
      if (!source.ok) return source
      const { serverName } = config
      const options = { file, serverName, version: readVersion(), now, onProgress, signal }
      try {
        const done = await backUp(source.value, options)
        return done.ok ? succeed([done.value]) : fail(done.error)
      } finally {
        await source.value.close()
      }
    }
    case 'import':
    case 'restore': {
      const replace = command.name === 'restore'
      const target = await openArchiveTarget(context, { replace })
      if (!target.ok) return target
      try {
        return await restore(target.value, { file, onProgress, onRead, signal })
      } finally {
        await target.value.close()
      }
    }
    case 'check':
      return check({ file, onProgress, onRead: () => {}, signal })
  }
}

async function runMakeOwner(who: string, context: CommandContext) {
  const opened = await openPeople(context)
  if (!opened.ok) return opened
  try {
    return await makeOwner(opened.value, { who, now: context.now })
  } finally {
    await opened.value.close()
  }
}

/** What a command does while it runs, as one word. */
export const doingOf = ({ name }: Command): string =>
  ({
    export: 'Exporting',
    backup: 'Backing up',
    import: 'Importing',
    restore: 'Restoring',
    check: 'Checking',
    'make-owner': 'Changing the role',
  })[name]
