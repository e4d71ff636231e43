import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const SCRIPT = fileURLToPath(new URL('../support/open-and-close-peers.ts', import.meta.url))

/** Two hundred that are kept hold some four million. */
const BYTES_MAX = 1_000_000

test.each([
  ['of a room', []],
  ['of a group call', ['--pictures']],
])('whoever has left the voice %s is forgotten', { timeout: 60_000 }, async (_where, options) => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...['--conditions', 'development', '--expose-gc', SCRIPT],
    ...options,
  ])
  expect(Number(stdout)).toBeLessThan(BYTES_MAX)
})
