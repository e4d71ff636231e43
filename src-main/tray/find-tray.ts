import { execFile } from 'node:child_process'

/** A desktop that takes longer to say does not say. */
const ANSWERS_WITHIN_MS = 1_000

const BUS = 'org.freedesktop.DBus'
const WATCHER = 'org.kde.StatusNotifierWatcher'

/** Whichever of the two is installed asks the session's bus whether anybody shows icons. */
const QUESTIONS = [
  [
    'dbus-send',
    ...['--session', '--print-reply', `--dest=${BUS}`, '/org/freedesktop/DBus'],
    ...[`${BUS}.NameHasOwner`, `string:${WATCHER}`],
  ],
  ['busctl', '--user', 'call', BUS, '/org/freedesktop/DBus', BUS, 'NameHasOwner', 's', WATCHER],
] as const

type Ask = (program: string, words: readonly string[]) => Promise<string>

/**
 * Whether this desktop has a place for icons. Windows and macOS always have; on Linux some desktops have
 * none, and Electron cannot tell, so that a window hidden there would be lost.
 */
export async function findTray(platform: NodeJS.Platform, ask: Ask = askProgram): Promise<boolean> {
  if (platform !== 'linux') return true
  for (const [program, ...words] of QUESTIONS) {
    const said = await ask(program, words).catch(() => null)
    if (said !== null) return said.includes('true')
  }
  return false
}

const askProgram: Ask = (program, words) =>
  new Promise((resolve, reject) => {
    execFile(program, words, { timeout: ANSWERS_WITHIN_MS }, (error, output) =>
      error ? reject(error) : resolve(output),
    )
  })
