import { spawnSync } from 'node:child_process'
import { isMainThread } from 'node:worker_threads'
import { joinThread } from '../../src-server/voice/thread.ts'

/**
 * A process of its own, whose thread of voice is stuck in native code for as many milliseconds as it is
 * told, and answers nothing when the process exits.
 */

if (isMainThread) {
  // Threads get the environment, and none of the arguments.
  process.env['HANGS_MS'] = process.argv[2]
  const thread = joinThread(new URL(import.meta.url), { onLost: () => {}, onFatal: () => {} })
  thread.call('end').catch(() => {})
  setTimeout(() => process.exit(0), 500)
} else {
  spawnSync(process.execPath, ['-e', `setTimeout(() => {}, ${process.env['HANGS_MS']})`])
}
