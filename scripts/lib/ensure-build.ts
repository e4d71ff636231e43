import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { inRoot, ROOT } from './paths.mjs'
import { capture, seconds, tool } from './processes.ts'

/** Everything that can change what the build says. Tests beside the sources cannot. */
const INPUTS = [
  'src-*/**/*',
  'vite.config.ts',
  'tsconfig*.json',
  'package.json',
  'package-lock.json',
]

const OUTPUTS = [
  'dist/renderer/index.html',
  'dist/renderer/call-window.html',
  'dist/main/main.js',
  'dist/main/preload.cjs',
  'dist/main/call-window-preload.cjs',
  'dist/main/key-listener.js',
  'dist/server/main.js',
  'dist/server/embedded.js',
]

const STAMP = inRoot('dist/.inputs')

/**
 * Builds when the build is missing or was made of other sources, and says so; otherwise does
 * nothing. Throws with the builder's own words when the sources do not build.
 */
export async function ensureBuild(): Promise<void> {
  const inputs = fingerprint()
  if (isBuiltFrom(inputs)) return

  process.stdout.write('Building … ')
  const startedAt = Date.now()
  const { code, output } = await capture(...viteBuild())
  if (code !== 0) {
    process.stdout.write('failed.\n')
    throw new Error(`The sources do not build:\n${output.trim()}`)
  }
  mkdirSync(path.dirname(STAMP), { recursive: true })
  writeFileSync(STAMP, inputs)
  process.stdout.write(`done in ${seconds(Date.now() - startedAt)}.\n`)
}

function viteBuild(): [string, string[]] {
  const [node, vite] = tool('vite/bin/vite.js')
  return [node, [vite, 'build', '--app']]
}

function isBuiltFrom(inputs: string): boolean {
  if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== inputs) return false
  return OUTPUTS.every((file) => existsSync(inRoot(file)))
}

/** Of contents, not of times: switching branches and back must not cost a build. */
export function fingerprint(): string {
  const hash = createHash('sha256')
  const files = globSync(INPUTS, { cwd: ROOT, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/[.](test[.]tsx?|md)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted()
  for (const file of files) {
    hash.update(`${path.relative(ROOT, file)}\0`)
    hash.update(readFileSync(file))
  }
  return hash.digest('hex')
}
