import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

export type Helper = {
  /** The first line that it said: where to find it. */
  readonly address: string
  close(): void
}

/**
 * Starts a program that says on file descriptor 3 where it can be found, and then serves until it
 * is closed or this process ends.
 */
export function startHelper(program: string, args: readonly string[]): Promise<Helper> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
    const stop = () => child.kill()
    process.once('exit', stop)
    child.on('error', () => reject(new Error(`${program} is not installed.`)))
    child.on('close', () => reject(new Error(`${program} ended before it was ready.`)))
    createInterface({ input: child.stdio[3] as Readable }).once('line', (address) => {
      const close = () => {
        process.off('exit', stop)
        stop()
      }
      resolve({ address, close })
    })
  })
}
