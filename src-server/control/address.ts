import { createHash } from 'node:crypto'
import { join } from 'node:path'

/** What the shortest of the usual systems takes (macOS; sun_path in unix(4)), without its end mark. */
const PATH_MAX_BYTES = 103

/**
 * Where the server that has a data folder can be asked for something by a command on the same machine:
 * a socket in the folder, which only its owner may open, or a pipe named after it.
 *
 * @returns null when the path of the folder is too long for a socket
 */
export function controlAddress(dataDir: string, platform: string): string | null {
  if (platform === 'win32') {
    const hash = createHash('sha256').update(dataDir.toLowerCase()).digest('hex').slice(0, 32)
    return `\\\\.\\pipe\\parley-${hash}`
  }
  const path = join(dataDir, 'control.sock')
  return Buffer.byteLength(path) <= PATH_MAX_BYTES ? path : null
}
