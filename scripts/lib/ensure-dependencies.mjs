import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { isInstalled } from './installed-dependencies.mjs'
import { inRoot, ROOT } from './paths.mjs'

/**
 * Installs the npm packages when they are missing or are not those of the lock file. Runs on the
 * machine's own Node with nothing installed yet. Ends the process when it cannot install.
 */
export async function ensureDependencies() {
  if (isInstalled(readLock('package-lock.json') ?? {}, readLock('node_modules/.package-lock.json')))
    return

  if (process.platform === 'win32' && process.execPath.startsWith(inRoot('node_modules'))) {
    // Windows cannot replace a program that is running, and this Node is one of the packages.
    return giveUp('The dependencies have changed: run `npm ci`, then try again.')
  }

  console.log('Installing the npm packages (once, this takes a minute) …')
  const startedAt = Date.now()
  const { code, output } = await npmCi()
  if (code === 0) {
    console.log(`Installed in ${Math.round((Date.now() - startedAt) / 1000)} s.`)
    return
  }
  console.error(errorLines(output))
  giveUp(
    output.includes('EUSAGE')
      ? 'package-lock.json does not match package.json: run `npm install`, then try again.'
      : 'The npm packages could not be installed: check the network connection, then try again.',
  )
}

/**
 * @param {string} file
 * @returns {import('./installed-dependencies.mjs').Lock | undefined}
 */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(inRoot(file), 'utf8'))
  } catch {
    return undefined
  }
}

/**
 * npm warns about many things that are nobody's fault here, so its words are kept back until
 * they explain a failure.
 *
 * @returns {Promise<{ code: number, output: string }>}
 */
function npmCi() {
  const { npm_node_execpath: node, npm_execpath: npm } = process.env
  const [command, ...before] = node && npm ? [node, npm] : ['npm']
  return new Promise((resolve) => {
    const child = spawn(command, [...before, 'ci', '--include=dev', '--no-audit', '--no-fund'], {
      cwd: ROOT,
      env: { ...process.env, PATH: pathWithoutInstalledNode() },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: command === 'npm' && process.platform === 'win32',
    })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => resolve({ code: 1, output: error.message }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

/** npm says why first, and then a lot about itself. */
const ERROR_LINES_SHOWN = 12

/** @param {string} output */
function errorLines(output) {
  const lines = output.split('\n')
  const errors = lines.filter((line) => line.startsWith('npm error'))
  return (errors.length > 0 ? errors : lines).slice(0, ERROR_LINES_SHOWN).join('\n')
}

/** npm puts `node_modules/.bin` first, and `npm ci` is about to delete the Node that lives there. */
function pathWithoutInstalledNode() {
  return (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .filter((folder) => !folder.startsWith(inRoot('node_modules')))
    .join(path.delimiter)
}

/** @param {string} sentence */
function giveUp(sentence) {
  console.error(sentence)
  process.exit(1)
}
