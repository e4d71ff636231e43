import { isSameFamily, keyOf, keyOfAddress, type Endpoint } from './endpoint.ts'
import { isChannel, writeChannelData, type Frame } from './frames.ts'
import type { Lines } from './lines.ts'
import {
  ATTRIBUTE,
  isSignedWith,
  METHOD,
  readStun,
  readXorAddress,
  valueIn,
  writeErrorCode,
  writeStun,
  writeUInt32,
  writeXorAddress,
  type StunAttribute,
  type StunMessage,
} from './stun.ts'

/** Long-term credentials belong to a realm; whoever asks is told it. */
export const REALM = 'parley'

/** How long an allocation lasts unless it is refreshed (RFC 8656, section 3.2). */
const LIFETIME_S = 600

/** A permission lasts five minutes, a channel ten. */
const PERMISSION_MS = 300_000
const CHANNEL_MS = 600_000

/** As many addresses as an offer has, and some more; each may cost a socket. */
const PEERS_MAX = 16

/** Whoever guesses is sent away. The first request without credentials is how everybody begins. */
const REFUSALS_MAX = 8

/**
 * The direct way is given so much time before the relay carries anything. A connection stays on the way
 * that was through first, and on a fast network TCP would win now and then.
 */
export const HEAD_START_MS = 600

const UDP = 17
const FAMILY_CODES: Readonly<Record<number, number>> = { 4: 1, 16: 2 }

const UNDERSTOOD: ReadonlySet<number> = new Set(Object.values(ATTRIBUTE))

/** Below this number an attribute has to be understood by whoever reads it. */
const OPTIONAL_FROM = 0x8000

/** What a session of TURN needs to know and to have done. */
export interface TurnSurroundings {
  /** Where the client's connection comes from. */
  readonly client: Endpoint
  /** Known to nobody else. */
  readonly nonce: string
  /** Milliseconds of a clock that only grows. */
  readonly now: () => number
  /** The key of credentials that were given out and still hold. */
  readonly keyFor: (username: string) => Buffer | null
  /** Takes a place for an allocation. @returns null when there is none left */
  readonly open: (username: string) => Lines | null
  /** To the client, in any case. */
  readonly answer: (bytes: Buffer) => void
  /** To the client, unless there is too much on the way to it already. */
  readonly deliver: (bytes: Buffer) => void
  /** The client wants nothing more. */
  readonly release: () => void
}

export interface TurnSession {
  /** @returns false when the connection has to end */
  take(frame: Frame): boolean
  /** Something came from what the client calls `peer`. */
  hear(peer: Endpoint, payload: Buffer): void
  readonly isAllocated: boolean
  /** The allocation was not refreshed in time. */
  readonly isExpired: boolean
}

interface Allocation {
  readonly username: string
  readonly lines: Lines
  readonly since: number
  until: number
  /** Until when what comes from an address is wanted. */
  readonly permissions: Map<string, number>
  readonly channels: Map<number, { readonly peer: Endpoint; until: number }>
}

interface Failure {
  readonly code: number
  readonly reason: string
  readonly more?: readonly StunAttribute[]
}

type Outcome = Failure | readonly StunAttribute[]

const failure = (code: number, reason: string, more: readonly StunAttribute[] = []): Failure => ({
  ...{ code, reason, more },
})
const isFailure = (outcome: Outcome): outcome is Failure => 'code' in outcome

/** What one connection of a client is: at most one allocation, with its permissions and channels. */
export function createTurnSession(surroundings: TurnSurroundings): TurnSession {
  const { client, nonce, now, keyFor, open, answer, deliver, release } = surroundings
  let allocation: Allocation | null = null
  let refusals = 0

  const challenge = (): readonly StunAttribute[] => [
    { type: ATTRIBUTE.realm, value: Buffer.from(REALM) },
    { type: ATTRIBUTE.nonce, value: Buffer.from(nonce) },
  ]

  function reply(request: StunMessage, outcome: Outcome, key: Buffer | null): void {
    const { method, transaction } = request
    const kind = isFailure(outcome) ? 'error' : 'success'
    const attributes = isFailure(outcome)
      ? [
          { type: ATTRIBUTE.errorCode, value: writeErrorCode(outcome.code, outcome.reason) },
          ...(outcome.more ?? []),
        ]
      : outcome
    const software = { type: ATTRIBUTE.software, value: Buffer.from('Parley') }
    const head = { kind, method, transaction } as const
    answer(writeStun(head, [...attributes, software], { key, hasFingerprint: true }))
  }

  /** Who asks, with the key that the answer is signed with too. */
  function identify(request: StunMessage): Failure | { username: string; key: Buffer } {
    if (request.integrityAt === null) return failure(401, 'Unauthorized', challenge())
    const username = valueIn(request, ATTRIBUTE.username)?.toString()
    const realm = valueIn(request, ATTRIBUTE.realm)?.toString()
    const given = valueIn(request, ATTRIBUTE.nonce)?.toString()
    if (username === undefined || realm === undefined || given === undefined) {
      return failure(400, 'Bad Request')
    }
    if (given !== nonce) return failure(438, 'Stale Nonce', challenge())
    const key = keyFor(username)
    if (!key || realm !== REALM || !isSignedWith(request, key)) {
      return failure(401, 'Unauthorized', challenge())
    }
    if (allocation && allocation.username !== username) return failure(441, 'Wrong Credentials')
    return { username, key }
  }

  function perform(request: StunMessage, username: string): Outcome {
    const unknown = request.attributes
      .map(({ type }) => type)
      .filter((type) => type < OPTIONAL_FROM && !UNDERSTOOD.has(type))
    if (unknown.length > 0) {
      const value = Buffer.concat(unknown.map((type) => writeUInt32(type).subarray(2)))
      const more = [{ type: ATTRIBUTE.unknownAttributes, value }]
      return failure(420, 'Unknown Attribute', more)
    }
    if (request.method === METHOD.allocate) return allocate(request, username)
    if (!allocation) return failure(437, 'Allocation Mismatch')
    switch (request.method) {
      case METHOD.refresh:
        return refresh(request, allocation)
      case METHOD.createPermission:
        return createPermission(request, allocation)
      case METHOD.channelBind:
        return bindChannel(request, allocation)
      default:
        return failure(400, 'Bad Request')
    }
  }

  function allocate(request: StunMessage, username: string): Outcome {
    if (allocation) return failure(437, 'Allocation Mismatch')
    const transport = valueIn(request, ATTRIBUTE.requestedTransport)
    if (transport?.length !== 4) return failure(400, 'Bad Request')
    if (transport[0] !== UDP) return failure(442, 'Unsupported Transport Protocol')
    const lines = open(username)
    if (!lines) return failure(486, 'Allocation Quota Reached')
    const { relayed } = lines
    const family = valueIn(request, ATTRIBUTE.requestedAddressFamily)
    if (family && family[0] !== FAMILY_CODES[relayed.address.length]) {
      lines.close()
      return failure(440, 'Address Family not Supported')
    }
    const since = now()
    const until = since + LIFETIME_S * 1_000
    allocation = { username, lines, since, until, permissions: new Map(), channels: new Map() }
    const { transaction } = request
    return [
      { type: ATTRIBUTE.xorRelayedAddress, value: writeXorAddress(relayed, transaction) },
      { type: ATTRIBUTE.xorMappedAddress, value: writeXorAddress(client, transaction) },
      lifetime(LIFETIME_S),
    ]
  }

  function refresh(request: StunMessage, of: Allocation): Outcome {
    const wanted = valueIn(request, ATTRIBUTE.lifetime)
    if (wanted !== null && wanted.length !== 4) return failure(400, 'Bad Request')
    if (wanted?.readUInt32BE(0) === 0) {
      allocation = null
      return [lifetime(0)]
    }
    of.until = now() + LIFETIME_S * 1_000
    return [lifetime(LIFETIME_S)]
  }

  function permit(peers: readonly Endpoint[], of: Allocation): Failure | null {
    if (peers.some((peer) => !isSameFamily(peer, of.lines.relayed))) {
      return failure(443, 'Peer Address Family Mismatch')
    }
    if (!peers.every(of.lines.permits)) return failure(403, 'Forbidden')
    const keys = new Set(peers.map(keyOfAddress))
    if (new Set([...of.permissions.keys(), ...keys]).size > PEERS_MAX) {
      return failure(508, 'Insufficient Capacity')
    }
    for (const key of keys) of.permissions.set(key, now() + PERMISSION_MS)
    return null
  }

  function createPermission(request: StunMessage, of: Allocation): Outcome {
    const peers = peersIn(request)
    if (peers === null || peers.length === 0) return failure(400, 'Bad Request')
    return permit(peers, of) ?? []
  }

  function bindChannel(request: StunMessage, of: Allocation): Outcome {
    const value = valueIn(request, ATTRIBUTE.channelNumber)
    const peer = peersIn(request)?.[0]
    if (value?.length !== 4 || !peer) return failure(400, 'Bad Request')
    const channel = value.readUInt16BE(0)
    if (!isChannel(channel)) return failure(400, 'Bad Request')
    if (!of.lines.leadsTo(peer)) return failure(403, 'Forbidden')
    const isOther = [...of.channels].some(
      ([number, bound]) => (number === channel) !== (keyOf(bound.peer) === keyOf(peer)),
    )
    if (isOther) return failure(400, 'Bad Request')
    const refused = permit([peer], of)
    if (refused) return refused
    of.channels.set(channel, { peer, until: now() + CHANNEL_MS })
    return []
  }

  function isPermitted(peer: Endpoint, of: Allocation): boolean {
    return (of.permissions.get(keyOfAddress(peer)) ?? 0) > now()
  }

  function pass(peer: Endpoint, payload: Buffer): void {
    if (!allocation || !allocation.lines.leadsTo(peer) || !isPermitted(peer, allocation)) return
    if (now() - allocation.since >= HEAD_START_MS) allocation.lines.send(peer, payload)
  }

  function takeRequest(request: StunMessage): boolean {
    if (request.method === METHOD.binding) {
      const value = writeXorAddress(client, request.transaction)
      reply(request, [{ type: ATTRIBUTE.xorMappedAddress, value }], null)
      return true
    }
    const who = identify(request)
    if ('code' in who) {
      reply(request, who, null)
      refusals += 1
      return refusals <= REFUSALS_MAX
    }
    const outcome = perform(request, who.username)
    reply(request, outcome, who.key)
    if (request.method === METHOD.refresh && !allocation) release()
    return true
  }

  function takeIndication(message: StunMessage): void {
    const [peer] = peersIn(message) ?? []
    const payload = valueIn(message, ATTRIBUTE.data)
    if (message.method === METHOD.send && peer && payload) pass(peer, payload)
  }

  return {
    take(frame) {
      if (frame.kind === 'channel') {
        const bound = allocation?.channels.get(frame.channel)
        if (bound && bound.until > now()) pass(bound.peer, frame.payload)
        return true
      }
      const message = readStun(frame.bytes)
      if (!message) return false
      if (message.kind === 'request') return takeRequest(message)
      if (message.kind === 'indication') takeIndication(message)
      return true
    },

    hear(peer, payload) {
      if (!allocation || !isPermitted(peer, allocation)) return
      const key = keyOf(peer)
      for (const [channel, bound] of allocation.channels) {
        if (bound.until > now() && keyOf(bound.peer) === key) {
          return deliver(writeChannelData(channel, payload))
        }
      }
      deliver(writeData(peer, payload))
    },

    get isAllocated() {
      return allocation !== null
    },
    get isExpired() {
      return allocation !== null && allocation.until <= now()
    },
  }
}

const lifetime = (seconds: number): StunAttribute => ({
  type: ATTRIBUTE.lifetime,
  value: writeUInt32(seconds),
})

/** @returns null when one of them is none */
function peersIn(message: StunMessage): readonly Endpoint[] | null {
  const peers: Endpoint[] = []
  for (const { type, value } of message.attributes) {
    if (type !== ATTRIBUTE.xorPeerAddress) continue
    const peer = readXorAddress(value, message.transaction)
    if (!peer) return null
    peers.push(peer)
  }
  return peers
}

/** Nobody answers it, so one number is as good as another. */
const NO_TRANSACTION = Buffer.alloc(12)

const writeData = (peer: Endpoint, payload: Buffer): Buffer =>
  writeStun({ kind: 'indication', method: METHOD.data, transaction: NO_TRANSACTION }, [
    { type: ATTRIBUTE.xorPeerAddress, value: writeXorAddress(peer, NO_TRANSACTION) },
    { type: ATTRIBUTE.data, value: payload },
  ])
