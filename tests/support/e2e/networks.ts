import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { SERVER_PROGRAM } from '../start-server.ts'
import { createTempFolder } from '../temp-folder.ts'

const SIDES = ['one', 'other'] as const
export type Side = (typeof SIDES)[number]

const PORT = 5_000

/** Two networks of one device each, and a machine between them that runs a server. */
export interface Networks {
  /** Under which a device of this side reaches the server. */
  readonly origin: (side: Side) => string
  /** A program that starts `program` on the device of this side. */
  readonly startOn: (side: Side, program: string) => string
  /** Whether the machine in between lets anything through from one network to the other. */
  readonly connectThem: (isOn: boolean) => void
  /** The cable of this device. */
  readonly plug: (side: Side, isIn: boolean) => void
  readonly remove: () => Promise<void>
}

/** What forbids it on this machine; null when nothing does. */
export function whyNoNetworks(): string | null {
  if (process.platform !== 'linux') return 'Networks of one’s own are of Linux'
  const name = `parley-${process.pid}-try`
  const made = spawnSync('ip', ['netns', 'add', name])
  if (made.status !== 0) return 'Making networks is not permitted here'
  spawnSync('ip', ['netns', 'del', name])
  return null
}

const ip = (...args: readonly string[]): void => void execFileSync('ip', args)

export async function createNetworks(): Promise<Networks> {
  const folder = createTempFolder('networks')
  const nameOf = (what: string): string => `parley-${process.pid}-${what}`
  const middle = nameOf('middle')
  const addressOf = (side: Side, last: number): string => `10.77.${SIDES.indexOf(side)}.${last}`

  ip('netns', 'add', middle)
  ip('-n', middle, 'link', 'set', 'lo', 'up')
  for (const side of SIDES) {
    const name = nameOf(side)
    ip('netns', 'add', name)
    ip('link', 'add', 'cable', 'netns', name, 'type', 'veth', 'peer', 'name', side, 'netns', middle)
    ip('-n', name, 'addr', 'add', `${addressOf(side, 2)}/24`, 'dev', 'cable')
    ip('-n', middle, 'addr', 'add', `${addressOf(side, 1)}/24`, 'dev', side)
    for (const device of ['lo', 'cable']) ip('-n', name, 'link', 'set', device, 'up')
    ip('-n', middle, 'link', 'set', side, 'up')
    ip('-n', name, 'route', 'add', 'default', 'via', addressOf(side, 1))
  }

  const server = spawn('ip', ['netns', 'exec', middle, process.execPath, SERVER_PROGRAM], {
    env: {
      ...process.env,
      HOST: '0.0.0.0',
      PORT: String(PORT),
      DATA_DIR: join(folder.path, 'data'),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(createInterface({ input: server.stdout }), 'line')

  return {
    origin: (side) => `http://${addressOf(side, 1)}:${PORT}`,
    startOn(side, program) {
      const file = join(folder.path, side)
      writeFileSync(file, `#!/bin/sh\nexec ip netns exec ${nameOf(side)} '${program}' "$@"\n`)
      chmodSync(file, 0o700)
      return file
    },
    connectThem(isOn) {
      const command = `echo ${isOn ? 1 : 0} > /proc/sys/net/ipv4/ip_forward`
      ip('netns', 'exec', middle, 'sh', '-c', command)
    },
    plug: (side, isIn) => ip('-n', middle, 'link', 'set', side, isIn ? 'up' : 'down'),
    async remove() {
      const ended = once(server, 'exit')
      server.kill('SIGTERM')
      await ended
      for (const what of ['middle', ...SIDES]) ip('netns', 'del', nameOf(what))
      folder.remove()
    },
  }
}
