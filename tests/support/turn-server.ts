import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { freePort } from './free-port.ts'
import { until } from './redis-conversation.ts'
import { createTempFolder } from './temp-folder.ts'

/** A TURN server of its own for a test (coturn). */
export interface TestTurnServer {
  readonly port: number
  /** Ends it. */
  remove(): Promise<void>
}

const PROGRAM = 'turnserver'

/** Whether this machine can run the tests that need it. */
export const hasTurnServer = spawnSync(PROGRAM, ['--version']).error === undefined

/**
 * What it is started with.
 * @param secret that credentials are made with
 * @param addresses where it listens; the first one is also the one that it relays from
 * @param folder for what it writes
 */
export function turnServerCommand(
  secret: string,
  addresses: readonly string[],
  port: number,
  folder: string,
): readonly string[] {
  return [
    PROGRAM,
    ...['-n', '--use-auth-secret', `--static-auth-secret=${secret}`, '--realm=test.lan'],
    ...addresses.map((address) => `--listening-ip=${address}`),
    ...[`--relay-ip=${addresses[0]}`, `--listening-port=${port}`],
    ...['--allow-loopback-peers', '--no-tls', '--no-dtls', '--no-cli', '--no-rfc5780'],
    ...['--log-file=stdout', `--userdb=${folder}/turn.db`, `--pidfile=${folder}/turn.pid`],
  ]
}

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

/** On loopback. */
export async function startTurnServer(secret: string): Promise<TestTurnServer> {
  const folder = createTempFolder('turn')
  const port = await freePort()
  const [program = '', ...args] = turnServerCommand(secret, ['127.0.0.1'], port, folder.path)
  const child = spawn(program, args, { cwd: folder.path, stdio: 'ignore' })
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
