import { readFileSync } from 'node:fs'

/** Put in by the bundler; does not exist when the sources run directly. */
declare const __PARLEY_VERSION__: string | undefined

/** The version of this server, bundled or run from source. */
export function readVersion(): string {
  if (typeof __PARLEY_VERSION__ === 'string') return __PARLEY_VERSION__
  const file = new URL('../package.json', import.meta.url)
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string }
  return version
}
