import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { freePort } from './free-port.ts'
import { createTempFolder } from './temp-folder.ts'

/** A TURN server of its own for a test (coturn), on loopback. */
export interface TestTurnServer {
  readonly port: number
  /** Ends it. */
  remove(): Promise<void>
}

const PROGRAM = 'turnserver'

/** Whether this machine can run the tests that need it. */
export const hasTurnServer = spawnSync(PROGRAM, ['--version']).error === undefined

/** What it says of the port once it listens there for connections. */
const readyOn = (port: number): RegExp =>
  new RegExp(`TCP listener opened on ?: 127\\.0\\.0\\.1:${port}`)

/** @param secret that credentials are made with */
export async function startTurnServer(secret: string): Promise<TestTurnServer> {
  const folder = createTempFolder('turn')
  const port = await freePort()
  const args = [
    ...['-n', '--use-auth-secret', `--static-auth-secret=${secret}`, '--realm=test.lan'],
    ...['--listening-ip=127.0.0.1', '--relay-ip=127.0.0.1', `--listening-port=${port}`],
    ...['--allow-loopback-peers', '--no-tls', '--no-dtls', '--no-cli', '--no-rfc5780'],
    ...[
      '--log-file=stdout',
      `--userdb=${folder.path}/turn.db`,
      `--pidfile=${folder.path}/turn.pid`,
    ],
  ]
  const child = spawn(PROGRAM, args, { cwd: folder.path, stdio: ['ignore', 'pipe', 'ignore'] })
  // A test that fails half-way must not leave it behind.
  const endWithUs = (): unknown => child.kill('SIGKILL')
  process.once('exit', endWithUs)
  child.once('exit', () => process.off('exit', endWithUs))
  await new Promise<void>((resolve, reject) => {
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (readyOn(port).test(said)) resolve()
    })
    child.once('close', () => reject(new Error(`${PROGRAM} did not start: ${said}`)))
  })
  return {
    port,
    async remove() {
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      folder.remove()
    },
  }
}
