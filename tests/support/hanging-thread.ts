import { spawnSync } from 'node:child_process'
import { isMainThread } from 'node:worker_threads'
import { joinThread } from '../../src-server/voice/thread.ts'

/** A process of its own, whose thread of voice is stuck in native code and answers nothing when it exits. */

const STUCK_MS = 10_000

if (isMainThread) {
  const thread = joinThread(new URL(import.meta.url), { onLost: () => {}, onFatal: () => {} })
  thread.call('end').catch(() => {})
  setTimeout(() => process.exit(0), 500)
} else {
  spawnSync(process.execPath, ['-e', `setTimeout(() => {}, ${STUCK_MS})`], { timeout: STUCK_MS })
}
