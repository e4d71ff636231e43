import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import path from 'node:path'
import type { ElectronRuntime } from './electron-runtime.ts'
import { fingerprint } from './ensure-build.ts'
import { inRoot } from './paths.mjs'
import { capture, seconds, tool } from './processes.ts'

/** Besides the build, what decides how the packaged app looks. */
const RECIPE = ['electron-builder.yml', 'build/after-pack.cjs', 'build/icon.png']

const STAMP = inRoot('release/.inputs')

/**
 * The unpacked, runnable app in `release/`, made of the current build where it is missing or old.
 * Answers with the path of its executable.
 */
export async function ensurePackage(runtime: ElectronRuntime): Promise<string> {
  const inputs = packageInputs(runtime)
  const executable = inRoot('release', packagedExecutable())
  if (existsSync(executable) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === inputs)
    return executable

  process.stdout.write('Packaging … ')
  const startedAt = Date.now()
  const { code, output } = await capture(...electronBuilder(runtime))
  if (code !== 0) {
    process.stdout.write('failed.\n')
    throw new Error(`The app could not be packaged:\n${output.trim()}`)
  }
  writeFileSync(STAMP, inputs)
  process.stdout.write(`done in ${seconds(Date.now() - startedAt)}.\n`)
  return executable
}

/** Never any target but `dir`: installers belong to the release workflow. */
function electronBuilder(runtime: ElectronRuntime): [string, string[], object] {
  const [node, builder] = tool('electron-builder/cli.js')
  return [
    node,
    [
      builder,
      '--dir',
      '--publish=never',
      `--config.electronDist=${runtime.dist}`,
      `--config.electronVersion=${runtime.version}`,
    ],
    { env: { ...process.env, CSC_IDENTITY_AUTO_DISCOVERY: 'false' } },
  ]
}

function packageInputs(runtime: ElectronRuntime): string {
  const hash = createHash('sha256').update(`${fingerprint()}\0${runtime.dist}\0${runtime.version}`)
  for (const file of RECIPE.filter((file) => existsSync(inRoot(file))))
    hash.update(readFileSync(inRoot(file)))
  return hash.digest('hex')
}

/** Relative to `release/`, under the names that electron-builder gives its unpacked folders. */
function packagedExecutable(): string {
  const arch = process.arch === 'x64' ? '' : `-${process.arch}`
  if (process.platform === 'darwin') return `mac${arch}/Parley.app/Contents/MacOS/Parley`
  if (process.platform === 'win32') return path.join(`win${arch}-unpacked`, 'Parley.exe')
  return `linux${arch}-unpacked/parley`
}
