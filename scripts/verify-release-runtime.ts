/**
 * Guards the release workflow: fails unless the Electron that electron-builder is about to pack is
 * the published one, of the very version that package.json asks for.
 */
import { readFileSync } from 'node:fs'
import { resolveElectronRuntime } from './lib/electron-runtime.ts'
import { inRoot } from './lib/paths.mjs'
import { giveUp } from './lib/processes.ts'

process.env['PARLEY_ELECTRON_RUNTIME'] = 'release'
const { devDependencies } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'))

try {
  const { kind, version } = await resolveElectronRuntime()
  if (kind !== 'release' || version !== devDependencies.electron)
    giveUp(`A release needs Electron ${devDependencies.electron}, but this is ${kind} ${version}.`)
  if (process.env['ELECTRON_OVERRIDE_DIST_PATH'] !== undefined)
    giveUp('A release must not override where Electron comes from.')
} catch (error) {
  giveUp(error instanceof Error ? error.message : String(error))
}
