import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

/** In a process of its own, which can collect memory when it wants to. */
const run = (script: URL, options: readonly string[] = []) =>
  promisify(execFile)(
    process.execPath,
    ['--conditions', 'development', '--expose-gc', fileURLToPath(script), ...options],
    // Whatever the C library gives back is filled with this, so that nobody reads it unnoticed.
    { env: { ...process.env, MALLOC_PERTURB_: '165' } },
  )

const HANGS_MS = 10_000

/** Two hundred that are kept hold some four million. */
const BYTES_MAX = 1_000_000

test.each([
  ['of a room', []],
  ['of a group call', ['--pictures']],
])('whoever has left the voice %s is forgotten', { timeout: 60_000 }, async (_where, options) => {
  const { stdout } = await run(
    new URL('../support/open-and-close-peers.ts', import.meta.url),
    options,
  )
  expect(Number(stdout)).toBeLessThan(BYTES_MAX)
})

test('after people have hung up the voice ends in order', { timeout: 60_000 }, async () => {
  const { stdout } = await run(new URL('../support/hang-up-and-end.ts', import.meta.url))
  expect(stdout).toBe('gone\n')
})

test('a process whose thread of voice hangs ends all the same', { timeout: 60_000 }, async () => {
  const began = performance.now()
  const script = new URL('../support/hanging-thread.ts', import.meta.url)
  const ending = run(script, [String(HANGS_MS)])
  // Windows knows no signals.
  const end = process.platform === 'win32' ? { code: 1 } : { signal: 'SIGKILL' }
  await expect(ending).rejects.toMatchObject(end)
  expect(performance.now() - began).toBeLessThan(HANGS_MS)
})
