/**
 * `npm run dev`: the app while it is being written. The page reloads by itself; the app starts
 * again when main, preload or the server changed.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createBuilder, createServer, type ViteBuilder, type ViteDevServer } from 'vite'
import { resolveElectronRuntime } from './lib/electron-runtime.ts'
import { inRoot, ROOT } from './lib/paths.mjs'
import { giveUp, isRoot } from './lib/processes.ts'

/** Several bundles usually change together; the app should start again once. */
const CHANGES_SETTLE_MS = 150

/** Longer than a clean shutdown takes; after it the old app has to give way. */
const APP_MAY_TAKE_TO_QUIT_MS = 4_000

/** `main` empties the folder into which the preload scripts write, so this order matters. */
const BUNDLES = ['main', 'preload', 'callWindowPreload', 'server'] as const

let app: ChildProcess | undefined
let isRestarting = false

await start().catch((error: unknown) =>
  giveUp(error instanceof Error ? error.message : String(error)),
)

async function start(): Promise<void> {
  process.env['NODE_ENV'] = 'development'
  const { executable } = await resolveElectronRuntime()
  const page = await servePage()
  const address = page.resolvedUrls?.local[0]
  if (address === undefined) throw new Error('The development server has no address.')
  console.log(`Page: ${address}`)

  const relaunch = debounce(() => restartApp(executable, address))
  await watchBundles(relaunch)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      app?.kill()
      void page.close().finally(() => process.exit(0))
    })
}

/** Any free port: two checkouts can be worked on at once. */
async function servePage(): Promise<ViteDevServer> {
  const server = await createServer({
    configFile: inRoot('vite.config.ts'),
    server: { port: 5173, strictPort: false, host: '127.0.0.1' },
    clearScreen: false,
    logLevel: 'warn',
  })
  return server.listen()
}

async function watchBundles(changed: () => void): Promise<void> {
  const builder = await createBuilder({
    configFile: inRoot('vite.config.ts'),
    build: { watch: {} },
    logLevel: 'warn',
  })
  for (const name of BUNDLES) await watchBundle(builder, name, changed)
}

/** Resolves after the first build, whether it succeeded or waits for its author. */
async function watchBundle(builder: ViteBuilder, name: string, changed: () => void): Promise<void> {
  const environment = builder.environments[name]
  if (environment === undefined) throw new Error(`vite.config.ts has no environment "${name}".`)
  const watcher = await builder.build(environment)
  if (!('on' in watcher)) throw new Error(`The build of "${name}" does not watch.`)
  await new Promise<void>((ended) => {
    watcher.on('event', (event) => {
      if (event.code === 'BUNDLE_END') {
        changed()
        void event.result?.close()
      }
      if (event.code === 'ERROR') console.error(`${name}: ${event.error.message}`)
      if (event.code === 'END' || event.code === 'ERROR') ended()
    })
  })
}

async function restartApp(executable: string, page: string): Promise<void> {
  if (isRestarting) return
  isRestarting = true
  await quitApp()
  app = launch(executable, page)
  isRestarting = false
}

function launch(executable: string, page: string): ChildProcess {
  const flags = process.platform === 'linux' && isRoot() ? ['--no-sandbox'] : []
  const child = spawn(executable, [...flags, ROOT, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, PARLEY_DEV_URL: page },
  })
  child.on('exit', () => {
    // Closed by its user, not by us: then the session is over.
    if (child === app && !isRestarting) process.kill(process.pid, 'SIGTERM')
  })
  return child
}

async function quitApp(): Promise<void> {
  if (app === undefined || app.exitCode !== null || app.signalCode !== null) return
  const ended = once(app, 'exit')
  app.kill()
  const overdue = setTimeout(() => app?.kill('SIGKILL'), APP_MAY_TAKE_TO_QUIT_MS)
  await ended
  clearTimeout(overdue)
}

function debounce(act: () => Promise<void>): () => void {
  let waiting: NodeJS.Timeout | undefined
  return () => {
    clearTimeout(waiting)
    waiting = setTimeout(() => void act(), CHANGES_SETTLE_MS)
  }
}
