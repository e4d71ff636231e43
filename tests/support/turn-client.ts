import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { RelayWire } from '#shared/protocol/relay-wire.ts'
import { endpointOf, type Endpoint } from '../../src-server/relay/endpoint.ts'
import { createFrameReader, writeChannelData } from '../../src-server/relay/frames.ts'
import {
  ATTRIBUTE,
  isSignedWith,
  longTermKey,
  METHOD,
  readStun,
  readXorAddress,
  valueIn,
  writeStun,
  writeUInt32,
  writeXorAddress,
  type StunAttribute,
  type StunMessage,
} from '../../src-server/relay/stun.ts'

type Credentials = Pick<RelayWire, 'username' | 'credential'>

/** What arrived from a peer, in a channel or in words. */
interface Arrived {
  readonly by: 'channel' | 'indication'
  /** Of the peer, or of the channel. */
  readonly from: number
  readonly address: string | null
  readonly payload: Buffer
}

/**
 * A small client of TURN over TCP.
 *
 * ```ts
 * const turn = await connectTurn(port, { username, credential })
 * expect(await turn.allocate()).toBe(0)
 * await turn.permit('192.0.2.1', voicePort)            // the code of the error, or 0
 * turn.send('192.0.2.1', voicePort, payload)
 * await turn.until(() => turn.arrived.length > 0)
 * ```
 */
export interface TurnClient {
  readonly socket: Socket
  readonly arrived: readonly Arrived[]
  readonly isClosed: boolean
  /** The address that was allocated. */
  readonly relayed: Endpoint | null
  /** @returns the code of the error, or 0 */
  allocate(more?: readonly StunAttribute[]): Promise<number>
  refresh(seconds: number): Promise<number>
  permit(address: string, port: number): Promise<number>
  bind(channel: number, address: string, port: number): Promise<number>
  send(address: string, port: number, payload: Buffer): void
  sendIn(channel: number, payload: Buffer): void
  ask(method: number, attributes: readonly StunAttribute[]): Promise<StunMessage>
  until(isSo: () => boolean): Promise<void>
  closed(): Promise<void>
  close(): void
}

export async function connectTurn(
  port: number,
  { username, credential }: Credentials,
  host = '127.0.0.1',
): Promise<TurnClient> {
  const socket = connect(port, host)
  await once(socket, 'connect')
  const frames = createFrameReader()
  const arrived: Arrived[] = []
  const waiting = new Set<() => void>()
  const answers = new Map<string, (message: StunMessage) => void>()
  let realm = ''
  let nonce = ''
  let isClosed = false
  let relayed: Endpoint | null = null
  const look = (): void => waiting.forEach((one) => one())

  function hear(message: StunMessage): void {
    if (message.kind !== 'indication') {
      return answers.get(message.transaction.toString('hex'))?.(message)
    }
    const peer = readXorAddress(
      valueIn(message, ATTRIBUTE.xorPeerAddress) ?? Buffer.alloc(0),
      message.transaction,
    )
    const payload = valueIn(message, ATTRIBUTE.data)
    if (!peer || !payload) throw new Error('This is no Data indication')
    const address = [...peer.address].join('.')
    arrived.push({ by: 'indication', from: peer.port, address, payload })
  }

  socket.on('error', () => {})
  socket.on('close', () => {
    isClosed = true
    look()
  })
  socket.on('data', (chunk: Buffer) => {
    const isGood = frames.read(chunk, (frame) => {
      if (frame.kind === 'channel') {
        const payload = Buffer.from(frame.payload)
        arrived.push({ by: 'channel', from: frame.channel, address: null, payload })
        return
      }
      const message = readStun(Buffer.from(frame.bytes))
      if (!message) throw new Error('The server says what is no STUN')
      hear(message)
    })
    if (!isGood) throw new Error('The server says what is no frame')
    look()
  })

  const until = (isSo: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!isSo()) return
        waiting.delete(check)
        resolve()
      }
      waiting.add(check)
      check()
    })

  async function exchange(method: number, attributes: readonly StunAttribute[]) {
    const transaction = randomBytes(12)
    const key = realm === '' ? null : longTermKey(username, realm, credential)
    const who = [
      { type: ATTRIBUTE.username, value: Buffer.from(username) },
      { type: ATTRIBUTE.realm, value: Buffer.from(realm) },
      { type: ATTRIBUTE.nonce, value: Buffer.from(nonce) },
    ]
    const own = attributes.map(({ type, value }) =>
      type === ATTRIBUTE.xorPeerAddress
        ? { type, value: writeXorAddress(endpointIn(value), transaction) }
        : { type, value },
    )
    const all = [...own, ...(key ? who : [])]
    let answer: StunMessage | null = null
    answers.set(transaction.toString('hex'), (message) => (answer = message))
    socket.write(writeStun({ kind: 'request', method, transaction }, all, { key }))
    await until(() => answer !== null || isClosed)
    const got = answer as StunMessage | null
    if (!got) throw new Error('The connection ended instead of an answer')
    const allocated = valueIn(got, ATTRIBUTE.xorRelayedAddress)
    if (allocated) relayed = readXorAddress(allocated, transaction)
    if (key && got.kind === 'success' && !isSignedWith(got, key)) {
      throw new Error('The answer is not signed')
    }
    return got
  }

  async function ask(method: number, attributes: readonly StunAttribute[]): Promise<StunMessage> {
    const answer = await exchange(method, attributes)
    const code = codeOf(answer)
    if (realm !== '' || code !== 401) return answer
    realm = valueIn(answer, ATTRIBUTE.realm)?.toString() ?? ''
    nonce = valueIn(answer, ATTRIBUTE.nonce)?.toString() ?? ''
    return exchange(method, attributes)
  }

  const peer = (address: string, at: number): StunAttribute => ({
    type: ATTRIBUTE.xorPeerAddress,
    value: plainOf(address, at),
  })

  return {
    socket,
    arrived,
    get isClosed() {
      return isClosed
    },
    get relayed() {
      return relayed
    },
    allocate: async (
      more = [{ type: ATTRIBUTE.requestedTransport, value: Buffer.from([17, 0, 0, 0]) }],
    ) => codeOf(await ask(METHOD.allocate, more)),
    refresh: async (seconds) =>
      codeOf(
        await ask(METHOD.refresh, [{ type: ATTRIBUTE.lifetime, value: writeUInt32(seconds) }]),
      ),
    permit: async (address, at) => codeOf(await ask(METHOD.createPermission, [peer(address, at)])),
    bind: async (channel, address, at) => {
      const number = { type: ATTRIBUTE.channelNumber, value: writeUInt32(channel * 0x1_00_00) }
      return codeOf(await ask(METHOD.channelBind, [number, peer(address, at)]))
    },
    send(address, at, payload) {
      const transaction = randomBytes(12)
      const value = writeXorAddress(endpointIn(plainOf(address, at)), transaction)
      socket.write(
        writeStun({ kind: 'indication', method: METHOD.send, transaction }, [
          { type: ATTRIBUTE.xorPeerAddress, value },
          { type: ATTRIBUTE.data, value: payload },
        ]),
      )
    },
    sendIn: (channel, payload) => void socket.write(writeChannelData(channel, payload)),
    ask,
    until,
    closed: () => until(() => isClosed),
    close: () => void socket.destroy(),
  }
}

/** The code of the error that an answer is; 0 for success. */
function codeOf(answer: StunMessage): number {
  if (answer.kind === 'success') return 0
  const value = valueIn(answer, ATTRIBUTE.errorCode)
  return value ? (value[2] ?? 0) * 100 + (value[3] ?? 0) : -1
}

/** An endpoint before it is known under which transaction it is sent: the port, then the address. */
function plainOf(address: string, port: number): Buffer {
  const endpoint = endpointOf(address, port)
  if (!endpoint) throw new Error(`${address} is no address`)
  const head = Buffer.alloc(2)
  head.writeUInt16BE(port)
  return Buffer.concat([head, endpoint.address])
}

const endpointIn = (plain: Buffer): Endpoint => ({
  port: plain.readUInt16BE(0),
  address: plain.subarray(2),
})
