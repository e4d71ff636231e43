import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { freePort } from './free-port.ts'
import { until } from './redis-conversation.ts'
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

/** It says nothing once it listens. */
function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const answer = (isSo: boolean) => (): void => {
      socket.destroy()
      resolve(isSo)
    }
    socket.once('connect', answer(true)).once('error', answer(false))
  })
}

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
  const child = spawn(PROGRAM, args, { cwd: folder.path, stdio: 'ignore' })
  // A test that fails half-way must not leave it behind.
  const endWithUs = (): unknown => child.kill('SIGKILL')
  process.once('exit', endWithUs)
  child.once('exit', () => process.off('exit', endWithUs))
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`${PROGRAM} did not start`)
    return accepts(port)
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
