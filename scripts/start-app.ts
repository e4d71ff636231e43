/** The second half of `npm start`, on the installed Node: build, then run app or server. */
import { spawn } from 'node:child_process'
import { hasDisplay } from './lib/display.ts'
import { resolveElectronRuntime } from './lib/electron-runtime.ts'
import { ensureBuild } from './lib/ensure-build.ts'
import { inRoot, ROOT } from './lib/paths.mjs'
import { exitCode, giveUp, isRoot, passSignalsTo } from './lib/processes.ts'
import { ensureSystemPackages } from './lib/system-packages.ts'

/** An app that ends this soon, and badly, never opened its window. */
const FAILED_TO_START_WITHIN_MS = 5_000

try {
  await ensureBuild()
  process.exitCode = hasDisplay() ? await runApp() : await runServer()
} catch (error) {
  giveUp(error instanceof Error ? error.message : String(error))
}

async function runApp(): Promise<number> {
  if (!(await ensureSystemPackages(['electron']))) return 1
  const { executable } = await resolveElectronRuntime()
  const startedAt = Date.now()
  const code = await run(executable, [...flagsForRoot(), ROOT, ...process.argv.slice(2)])
  if (
    process.platform === 'linux' &&
    code !== 0 &&
    Date.now() - startedAt < FAILED_TO_START_WITHIN_MS
  )
    console.error(
      `No window could be opened on display ${process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']}: check that it exists, or unset DISPLAY and WAYLAND_DISPLAY to run the server alone.`,
    )
  return code
}

/** Chromium refuses to start as root with its sandbox on. Only this launcher may turn it off. */
function flagsForRoot(): string[] {
  if (process.platform !== 'linux' || !isRoot()) return []
  console.warn(
    'Warning: running as root, so the app runs WITHOUT its sandbox. Use a normal account.',
  )
  return ['--no-sandbox']
}

function runServer(): Promise<number> {
  console.log(
    'No display here, so only the server runs. Open its address in a browser; Ctrl-C stops it.',
  )
  return run(process.execPath, [inRoot('dist/server/main.js')], {
    HOST: process.env['HOST'] || '0.0.0.0',
  })
}

function run(command: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const child = spawn(command, args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  passSignalsTo(child)
  return exitCode(child)
}
