/** Soon enough for a person who just stopped npm, rare enough to cost nothing. */
const LOOK_EVERY_MS = 500

/**
 * npm hands a signal to the shell it started us from, and that shell keeps it to itself: whoever
 * stops `npm start` would leave a server running. A process whose parent ended gets a new one,
 * which tells us to end as well.
 */
export function endWithNpm() {
  if (process.env['npm_lifecycle_event'] === undefined || process.platform === 'win32') return
  const parent = process.ppid
  const look = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(look)
    process.kill(process.pid, 'SIGTERM')
  }, LOOK_EVERY_MS)
  look.unref()
}
