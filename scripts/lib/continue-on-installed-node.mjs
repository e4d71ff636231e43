import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { endWithNpm } from './end-with-npm.mjs'
import { ensureDependencies } from './ensure-dependencies.mjs'
import { inRoot } from './paths.mjs'

/**
 * Installs what is missing, then runs a TypeScript file of `scripts/` with the arguments of this
 * process on the Node that was installed. The machine's own Node may be too old to read it.
 *
 * @param {string} file a file name inside `scripts/`
 */
export async function continueOnInstalledNode(file) {
  endWithNpm()
  await ensureDependencies()
  const script = inRoot('scripts', file)
  const node = installedNode()
  if (process.execPath === node || !existsSync(node)) {
    await import(pathToFileURL(script).href)
    return
  }

  const child = spawn(node, [script, ...process.argv.slice(2)], { stdio: 'inherit' })
  // A terminal sends Ctrl-C to both of us; a supervisor sends its signals to this process only.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
  child.on('close', (code, signal) => {
    process.exitCode = code ?? (signal === null ? 1 : 128)
  })
}

function installedNode() {
  return inRoot('node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')
}
