import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { constants } from 'node:os'
import path from 'node:path'
import { inRoot, ROOT } from './paths.mjs'

export type Finished = { readonly code: number; readonly output: string }

/** Runs a command and keeps what it says. Never rejects: a missing program is code 127. */
export function capture(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(command, [...args], {
      cwd: ROOT,
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout?.on('data', (chunk) => (output += chunk))
    child.stderr?.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => resolve({ code: 127, output: error.message }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

/** Runs a command whose output the reader watches live; answers with its exit code. */
export function show(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<number> {
  const child = spawn(command, [...args], {
    cwd: ROOT,
    ...options,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return exitCode(child)
}

/** Shells report a process that died of a signal as 128 plus its number; so do we. */
export function exitCode(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.on('error', () => resolve(127))
    child.on('close', (code, signal) =>
      resolve(code ?? (signal === null ? 1 : 128 + constants.signals[signal])),
    )
  })
}

/**
 * Lets the child end as the outside asks us to end. A terminal sends Ctrl-C to the child as well,
 * and hearing it twice means "at once" to many programs, so that one is not passed on.
 */
export function passSignalsTo(child: ChildProcess): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
}

/**
 * The command line of a tool that npm installed. Its JavaScript is run by this same Node, since
 * the small programs in `node_modules/.bin` cannot be spawned on Windows.
 */
export function tool(script: string): [command: string, script: string] {
  return [process.execPath, inRoot('node_modules', script)]
}

/** `npm` as this machine runs it, without a shell where npm told us where it lives. */
export function npm(): string[] {
  const { npm_node_execpath: node, npm_execpath: script } = process.env
  return node && script ? [node, script] : ['npm']
}

export const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`

export const isRoot = () => process.getuid?.() === 0

/** Ends the process with a sentence for a person, instead of a stack trace. */
export function giveUp(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}

export const pathFolders = () => (process.env['PATH'] ?? '').split(path.delimiter)
