import type { Config } from '../config.ts'
import type { Parts } from '../locate.ts'
import type { Command } from './command-line.ts'
import { createProgressLine } from './progress.ts'
import { doingOf, runCommand } from './run-command.ts'

/** Runs a command for whoever sits at the terminal, or for a script. @returns the exit code */
export async function runInTerminal(
  command: Command,
  context: {
    readonly config: Config
    readonly parts: Parts
    readonly say: (sentence: string) => void
  },
): Promise<number> {
  const { config, parts, say } = context
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => stop.abort())
  }
  const line = createProgressLine(doingOf(command), process.stderr, () => performance.now())
  const done = await runCommand(command, {
    config,
    parts,
    now: Date.now(),
    onProgress: line.show,
    onRead() {
      line.end()
      say('All of it was read. Making the index of the search …')
    },
    signal: stop.signal,
  })
  line.end()
  for (const sentence of done.ok ? done.value : [done.error]) say(sentence)
  return done.ok ? 0 : 1
}
