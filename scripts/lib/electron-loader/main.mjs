/**
 * Stands in for Electron's own `default_app`, which the fallback runtime does not carry: it makes
 * `electron PATH …` run the app at PATH the way a development run of a released Electron does.
 * It is copied into the runtime's `resources/app`, so it may use nothing but Electron.
 */
import { app } from 'electron'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const words = process.argv.slice(1)
/** A script to run before the app, as in `electron -r FILE .` */
const early = words.includes('-r') ? words.splice(words.indexOf('-r'), 2)[1] : undefined
/** The first argument that is not a switch is the app, as in `electron --inspect=0 .` */
const given = words.find((argument) => !argument.startsWith('-'))

if (given === undefined) {
  console.error('This Electron runs an app from a folder: electron PATH')
  app.exit(1)
} else {
  try {
    if (early !== undefined) createRequire(import.meta.url)(path.resolve(early))
    // Awaited at the top level, so Electron holds back `ready` until the app's own top level ran:
    // an app must be able to register its schemes before that.
    await run(path.resolve(given))
  } catch (error) {
    console.error('The app failed to load:', error)
    app.exit(1)
  }
}

/**
 * What Electron's own loader calls and its documentation leaves out.
 *
 * @typedef {import('electron').App & {
 *   setVersion(version: string): void
 *   setAppPath(folder: string): void
 * }} DevelopmentHost
 */

/** @param {string} folder */
async function run(folder) {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  // Set before the app's first line runs: the user data folder derives from the name.
  app.name = manifest.productName ?? manifest.name
  const host = /** @type {DevelopmentHost} */ (app)
  host.setVersion(manifest.version)
  host.setAppPath(folder)
  if (process.platform === 'linux')
    app.setDesktopName(manifest.desktopName ?? `${app.name}.desktop`)
  Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true })
  await import(pathToFileURL(path.resolve(folder, manifest.main ?? 'index.js')).href)
}
