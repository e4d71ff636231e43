/**
 * Adds to package-lock.json the optional packages of other platforms that npm left out, because the
 * registry it was written against does not carry them. `npm ci` refuses a lock file without them,
 * on every platform. To be run after an `npm install` that dropped such entries.
 *
 * The added entries have no integrity hash, which only the registry could tell; a lock file written
 * where all platforms resolve replaces them.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { inRoot } from './lib/paths.mjs'

interface LockEntry {
  version?: string
  optional?: boolean
  dev?: boolean
  devOptional?: boolean
  optionalDependencies?: Record<string, string>
  os?: string[]
  cpu?: string[]
  libc?: string[]
}

const SYSTEMS = ['darwin', 'win32', 'linux', 'android', 'freebsd', 'openbsd', 'netbsd', 'sunos']
const PROCESSORS = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 's390x', 'riscv64', 'loong64']

const file = inRoot('package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, LockEntry> }
const missing = Object.entries(lock.packages).flatMap(([parent, entry]) =>
  Object.entries(entry.optionalDependencies ?? {})
    .filter(([name]) => !isLocked(parent, name))
    .map(([name, version]) => [`node_modules/${name}`, entryFor(name, version, entry)] as const),
)
lock.packages = Object.fromEntries(
  [...Object.entries(lock.packages), ...missing].toSorted(([one], [other]) =>
    one.localeCompare(other, 'en'),
  ),
)
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${missing.length} entries added to package-lock.json`)

/** Looks where Node would: beside the parent, then in each folder above it. */
function isLocked(parent: string, name: string): boolean {
  for (let at = parent; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    if (lock.packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`]) return true
    if (at === '') return false
  }
}

/** The platform of such a package is in its name, as in `core-linux-arm64-musl`. */
function entryFor(name: string, version: string, parent: LockEntry): LockEntry {
  const words = name.replace(/^@[^/]*\//, '').split(/[-/.]/)
  const os = words.filter((word) => SYSTEMS.includes(word))
  if (words.includes('openharmony')) os.push('openharmony')
  const cpu = words.filter((word) => PROCESSORS.includes(word))
  const libc = words.some((word) => word.startsWith('musl'))
    ? ['musl']
    : words.some((word) => word.startsWith('gnu'))
      ? ['glibc']
      : []
  return {
    version,
    optional: true,
    ...(parent.dev || parent.devOptional ? { dev: true } : {}),
    ...(os.length > 0 ? { os } : {}),
    ...(cpu.length > 0 ? { cpu } : {}),
    ...(os.includes('linux') && libc.length > 0 ? { libc } : {}),
  }
}
