import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { SERVER_PROGRAM } from '../start-server.ts'
import { createTempFolder } from '../temp-folder.ts'
import { turnServerCommand } from '../turn-server.ts'

const SIDES = ['one', 'other'] as const
export type Side = (typeof SIDES)[number]

const PORT = 5_000
const TURN_PORT = 3_478
/** Shared by the two servers of the machine in between. */
const TURN_SECRET = 'a-secret-of-two-servers'

/** Two networks of one device each, and a machine between them that runs a server. */
export interface Networks {
  /**
   * Under which a device reaches the server: an address of its own that leads there, because a page gets
   * a microphone only from where nobody in between could have changed it.
   */
  readonly origin: string
  /** A program that starts `program` on the device of this side. */
  readonly startOn: (side: Side, program: string) => string
  /** Whether the machine in between lets anything through from one network to the other. */
  readonly connectThem: (isOn: boolean) => void
  /** From now on this device gets nothing out by UDP. */
  readonly blockUdp: (side: Side) => void
  /** The cable of this device. */
  readonly plug: (side: Side, isIn: boolean) => void
  readonly remove: () => Promise<void>
}

/** One end of a cable: a device of this name, in this network; null for that of this machine. */
export interface CableEnd {
  readonly network: string | null
  readonly device: string
}

/** @returns how to take it away */
export type LayCable = (near: CableEnd, far: CableEnd) => Promise<() => unknown>

const layPlainCable: LayCable = async (near, far) => {
  addPair(near, far)
  return () => undefined
}

/** Two devices of which each gets what the other one sends. */
export function addPair(one: CableEnd, other: CableEnd): void {
  const words = ({ network, device }: CableEnd): readonly string[] => [
    ...['name', device],
    ...(network === null ? [] : ['netns', network]),
  ]
  ip('link', 'add', ...words(one), 'type', 'veth', 'peer', ...words(other))
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

/** Runs on a device: whatever connects to it there goes to the server. */
const FORWARD = `
const { connect, createServer } = require('node:net')
const [port, host] = process.argv.slice(1)
createServer((from) => {
  const to = connect(Number(port), host)
  for (const [one, other] of [[from, to], [to, from]]) {
    one.setNoDelay(true).on('error', () => other.destroy()).on('close', () => other.destroy())
    one.pipe(other)
  }
}).listen(Number(port), '127.0.0.1', () => console.log('ready'))
`

const WITHOUT_IPV6 =
  'for all in /proc/sys/net/ipv6/conf/*/disable_ipv6; do [ ! -e $all ] || echo 1 > $all; done'

/** Says when somebody listens there. */
const AWAIT = `
const { connect } = require('node:net')
const [port, host] = process.argv.slice(1)
const look = () =>
  connect(Number(port), host)
    .on('connect', function () { console.log('ready'); this.destroy() })
    .on('error', () => setTimeout(look, 50))
look()
`

/** Waits until it says a word. */
async function run(network: string, program: readonly string[], env = {}): Promise<ChildProcess> {
  const child = spawn('ip', ['netns', 'exec', network, process.execPath, ...program], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('It ended instead')))
  await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended])
  // From now on it may end when it likes.
  ended.catch(() => undefined)
  return child
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

export const ip = (...args: readonly string[]): void => void execFileSync('ip', args)

export interface NetworksOptions {
  /** Those that are no plain ones. */
  readonly cables?: Partial<Record<Side, LayCable>>
  /** Calls are relayed by a TURN server (coturn) beside the server, and not by the server itself. */
  readonly withTurnServer?: boolean
}

export async function createNetworks(options: NetworksOptions = {}): Promise<Networks> {
  const { cables = {}, withTurnServer = false } = options
  const folder = createTempFolder('networks')
  const nameOf = (what: string): string => `parley-${process.pid}-${what}`
  const middle = nameOf('middle')
  const addressOf = (side: Side, last: number): string => `10.77.${SIDES.indexOf(side)}.${last}`
  const undo: (() => unknown)[] = [folder.remove]

  async function remove(): Promise<void> {
    for (const act of undo.splice(0).toReversed()) await act()
  }

  function addNetwork(name: string): void {
    ip('netns', 'add', name)
    undo.push(() => ip('netns', 'del', name))
    // An address of IPv6 comes up a second or two after its cable, and a browser that notices gives up
    // whatever it loads.
    ip('netns', 'exec', name, 'sh', '-c', WITHOUT_IPV6)
  }

  async function start(...what: Parameters<typeof run>): Promise<void> {
    const child = await run(...what)
    undo.push(() => end(child))
  }

  /** @returns how the server has to be set up */
  async function startTurnServer(): Promise<NodeJS.ProcessEnv> {
    const addresses = SIDES.map((side) => addressOf(side, 1))
    const command = turnServerCommand(TURN_SECRET, addresses, TURN_PORT, folder.path)
    const child = spawn('ip', ['netns', 'exec', middle, ...command], { stdio: 'ignore' })
    undo.push(() => end(child))
    const [address = ''] = addresses
    await start(middle, ['-e', AWAIT, String(TURN_PORT), address])
    return {
      VOICE_RELAY: 'off',
      TURN_URLS: `turn:${address}:${TURN_PORT}?transport=tcp`,
      TURN_SECRET,
    }
  }

  async function setUp(): Promise<void> {
    addNetwork(middle)
    ip('-n', middle, 'link', 'set', 'lo', 'up')
    for (const side of SIDES) {
      const name = nameOf(side)
      addNetwork(name)
      const layCable = cables[side] ?? layPlainCable
      const ends = [
        { network: name, device: 'cable' },
        { network: middle, device: side },
      ] as const
      undo.push(await layCable(...ends))
      ip('-n', name, 'addr', 'add', `${addressOf(side, 2)}/24`, 'dev', 'cable')
      ip('-n', middle, 'addr', 'add', `${addressOf(side, 1)}/24`, 'dev', side)
      for (const device of ['lo', 'cable']) ip('-n', name, 'link', 'set', device, 'up')
      ip('-n', middle, 'link', 'set', side, 'up')
      ip('-n', name, 'route', 'add', 'default', 'via', addressOf(side, 1))
    }

    await start(middle, [SERVER_PROGRAM], {
      ...{ HOST: '0.0.0.0', PORT: String(PORT), DATA_DIR: join(folder.path, 'data') },
      ...(withTurnServer ? await startTurnServer() : {}),
    })
    for (const side of SIDES) {
      await start(nameOf(side), ['-e', FORWARD, String(PORT), addressOf(side, 1)])
    }
  }

  try {
    await setUp()
  } catch (error) {
    await remove()
    throw error
  }

  return {
    origin: `http://127.0.0.1:${PORT}`,
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
    blockUdp(side) {
      // Packets to the device itself are looked up before.
      ip('-n', nameOf(side), 'rule', 'add', 'pref', '1', 'ipproto', 'udp', 'prohibit')
    },
    plug: (side, isIn) => ip('-n', middle, 'link', 'set', side, isIn ? 'up' : 'down'),
    remove,
  }
}
