import { posix, win32 } from 'node:path'
import type { Environment, Machine } from './environment.ts'

/** Where each system wants an application to keep its data. */
export function defaultDataDir(environment: Environment, machine: Machine): string {
  const { platform, homeDir } = machine
  if (platform === 'win32') {
    const local = environment['LOCALAPPDATA'] || win32.join(homeDir, 'AppData', 'Local')
    return win32.join(local, 'Parley')
  }
  if (platform === 'darwin') return posix.join(homeDir, 'Library', 'Application Support', 'Parley')
  // An empty or relative value is to be ignored (XDG Base Directory Specification).
  const fromXdg = environment['XDG_DATA_HOME']
  const base = fromXdg?.startsWith('/') ? fromXdg : posix.join(homeDir, '.local', 'share')
  return posix.join(base, 'parley')
}
