import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { cacheFolder } from './cache-folder.ts'
import { ensureFallbackRuntime, FALLBACK_VERSION, hasFallback } from './fallback-runtime.ts'
import { inRoot } from './paths.mjs'
import { capture, tool } from './processes.ts'

export type ElectronRuntime = {
  /** `release` is what users get; `fallback` may only ever run development and tests. */
  readonly kind: 'release' | 'fallback'
  readonly version: string
  /** The folder that `electronDist` and ELECTRON_OVERRIDE_DIST_PATH mean. */
  readonly dist: string
  readonly executable: string
}

/** Enough for 120 MB over a slow line; a host out of reach fails long before. */
const DOWNLOAD_MAY_TAKE_MS = 300_000

/** Long enough that every start is quick, short enough that a new network is soon noticed. */
const FAILURE_IS_REMEMBERED_MS = 24 * 3_600_000

const RELEASE_DIST = inRoot('node_modules/electron/dist')

/**
 * The Electron to develop and test with, downloaded first where it is missing. Prints one line
 * that says which one it is. PARLEY_ELECTRON_RUNTIME=release|fallback decides instead of trying.
 */
export async function resolveElectronRuntime(): Promise<ElectronRuntime> {
  const { runtime, why } = await choose()
  console.log(`Electron ${runtime.version} (${why})`)
  return runtime
}

async function choose(): Promise<{ runtime: ElectronRuntime; why: string }> {
  const forced = process.env['PARLEY_ELECTRON_RUNTIME']
  if (forced === 'fallback') return { runtime: await fallback(), why: 'fallback, as asked for' }

  const installed = installedRelease()
  if (installed !== undefined) return { runtime: installed, why: 'from the electron package' }

  if (forced === 'release' || !recentlyFailed()) {
    const downloaded = await downloadRelease()
    if (downloaded !== undefined) return { runtime: downloaded, why: 'from the electron package' }
  }
  if (forced === 'release' || !hasFallback())
    throw new Error(
      'Electron could not be downloaded: check the network connection, then try again.',
    )
  return {
    runtime: await fallback(),
    why: `fallback for development and tests, since ${releaseVersion()} could not be downloaded`,
  }
}

function installedRelease(): ElectronRuntime | undefined {
  const executable = path.join(RELEASE_DIST, executableName())
  const unpacked = read(path.join(RELEASE_DIST, 'version'))?.replace(/^v/, '')
  // The installer writes path.txt last, so without it the folder may be half unpacked.
  const isComplete = existsSync(inRoot('node_modules/electron/path.txt')) && existsSync(executable)
  if (unpacked !== releaseVersion() || !isComplete) return undefined
  return { kind: 'release', version: unpacked, dist: RELEASE_DIST, executable }
}

async function downloadRelease(): Promise<ElectronRuntime | undefined> {
  console.log(`Downloading Electron ${releaseVersion()} …`)
  const [node, installer] = tool('electron/install.js')
  await capture(node, [installer], { timeout: DOWNLOAD_MAY_TAKE_MS })
  const installed = installedRelease()
  if (installed === undefined) rememberFailure()
  else rmSync(failureFile(), { force: true })
  return installed
}

async function fallback(): Promise<ElectronRuntime> {
  const dist = await ensureFallbackRuntime()
  return {
    kind: 'fallback',
    version: FALLBACK_VERSION,
    dist,
    executable: path.join(dist, executableName()),
  }
}

const failureFile = () => path.join(cacheFolder(), 'electron-download-failed')

function recentlyFailed(): boolean {
  const [version, at] = (read(failureFile()) ?? '').split(' ')
  return version === releaseVersion() && Date.now() - Number(at) < FAILURE_IS_REMEMBERED_MS
}

function rememberFailure(): void {
  mkdirSync(cacheFolder(), { recursive: true })
  writeFileSync(failureFile(), `${releaseVersion()} ${Date.now()}`)
}

function releaseVersion(): string {
  return JSON.parse(readFileSync(inRoot('node_modules/electron/package.json'), 'utf8')).version
}

function executableName(): string {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return process.platform === 'win32' ? 'electron.exe' : 'electron'
}

function read(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
