import { isAbsolute, join, relative } from 'node:path'

/**
 * @param url what the page asked for
 * @returns the file inside `folder`, or null when the URL points anywhere else
 */
export function fileFor(url: string, folder: string): string | null {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed?.protocol !== 'app:' || parsed.hostname !== 'parley') return null
  const path = decode(parsed.pathname)
  if (path === null || path.includes('\0') || path.includes('\\')) return null
  const file = join(folder, path === '/' ? 'index.html' : path)
  const inside = relative(folder, file)
  return inside === '' || inside.startsWith('..') || isAbsolute(inside) ? null : file
}

function decode(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}
