import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../tests/support/free-port.ts'
import { createTempFolder } from '../tests/support/temp-folder.ts'
import { cpuMsOf } from './targets.ts'

/** The server of the Debian package `mumble-server`. */
const PROGRAM = ['/usr/sbin/murmurd', '/usr/bin/mumble-server'].find((file) => existsSync(file))

export const hasMumble = PROGRAM !== undefined

export interface MumbleServer {
  readonly port: number
  cpuMs(): number
  stop(): Promise<void>
}

const STARTS_WITHIN_MS = 20_000
const TRY_EVERY_MS = 100

/** Mumble as it comes, but for the limits that would keep hundreds of clients of one address out. */
export async function startMumble(): Promise<MumbleServer> {
  if (PROGRAM === undefined) throw new Error('The Debian package mumble-server is not installed')
  const folder = createTempFolder('mumble')
  const port = await freePort()
  const settings = {
    database: join(folder.path, 'mumble.sqlite'),
    logfile: join(folder.path, 'mumble.log'),
    pidfile: '',
    host: '127.0.0.1',
    port,
    users: 1_000,
    bandwidth: 300_000,
    opusthreshold: 0,
    autobanAttempts: 0,
    bonjour: 'false',
    // Otherwise, started by root, it becomes somebody who may not write here.
    uname: userInfo().username,
  }
  const file = join(folder.path, 'mumble.ini')
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`)
  writeFileSync(file, lines.join(''))
  const child = spawn(PROGRAM, ['-fg', '-ini', file], { stdio: 'ignore' })
  await untilOpen(port)
  return {
    port,
    cpuMs: () => cpuMsOf(child.pid ?? 0),
    async stop() {
      child.kill()
      await once(child, 'exit')
      folder.remove()
    },
  }
}

async function untilOpen(port: number): Promise<void> {
  const end = performance.now() + STARTS_WITHIN_MS
  while (performance.now() < end) {
    if (await isOpen(port)) return
    await sleep(TRY_EVERY_MS)
  }
  throw new Error('Mumble does not start')
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
