import type { CallId, PersonId } from '#shared/domain/ids.ts'
import { keyOfAddress, type Endpoint } from './endpoint.ts'
import type { Hear, Lines } from './lines.ts'

/**
 * The address of all allocations of calls, of RFC 5737: no machine has it, so whatever the other device
 * sends there without the relay goes nowhere. It is IPv4 even for clients that come by IPv6, because two
 * ends of different families do not find together.
 */
const ADDRESS = Buffer.from([192, 0, 2, 1])

/** The ports that tell allocations apart. More than there can be connections. */
const PORTS = { first: 49_152, last: 65_535 } as const

/** Whose end of which call it is. */
export interface CallSide {
  readonly callId: CallId
  readonly personId: PersonId
}

interface End {
  readonly side: CallSide
  readonly hear: Hear
}

/**
 * The ends of all calls that go through this server. Each has an address that is a label and nothing
 * more. What is sent to the address of another end is handed to that one in memory, if it is the other
 * side of the same call; there is no socket through which anything else could be reached.
 */
export function createCallLines() {
  const ends = new Map<number, End>()
  let last: number = PORTS.last

  function takePort(): number {
    do last = last === PORTS.last ? PORTS.first : last + 1
    while (ends.has(last))
    return last
  }

  const permits = (peer: Endpoint): boolean => keyOfAddress(peer) === ADDRESS.toString('hex')

  return {
    /** @param hear what comes from the other side, with the address of the end that sent it */
    open(side: CallSide, hear: Hear): Lines {
      const relayed = { address: ADDRESS, port: takePort() }
      const own = { side, hear }
      ends.set(relayed.port, own)

      function otherAt(peer: Endpoint): End | null {
        const end = permits(peer) ? ends.get(peer.port) : undefined
        if (end?.side.callId !== side.callId) return null
        return end.side.personId === side.personId ? null : end
      }

      return {
        relayed,
        permits,
        leadsTo: (peer) => otherAt(peer) !== null,
        send: (peer, payload) => otherAt(peer)?.hear(relayed, payload),
        close() {
          if (ends.get(relayed.port) === own) ends.delete(relayed.port)
        },
      }
    },
  }
}
