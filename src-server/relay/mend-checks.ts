import type { Endpoint } from './endpoint.ts'
import {
  ATTRIBUTE,
  isSignedWith,
  METHOD,
  readStun,
  writeStun,
  writeXorAddress,
  type StunAttribute,
  type StunKind,
} from './stun.ts'

/** Which of the two decides between the ways (RFC 8445, section 16.1), each with a number to break ties. */
const ICE_CONTROLLED = 0x8029
const ICE_CONTROLLING = 0x802a

const NO_TIE_BREAKER = Buffer.alloc(8)
const SOME_TIE_BREAKER = Buffer.from('0000000000000001', 'hex')

/** The password of voice in an offer: it signs every check that voice takes, and every answer to one. */
export const icePasswordIn = (offer: string): Buffer | null => {
  const found = /^a=ice-pwd:([A-Za-z0-9+/]{22,256})\r?$/m.exec(offer)?.[1]
  return found === undefined ? null : Buffer.from(found)
}

/**
 * Chromium sends 0 as the number that breaks ties in whatever goes over a relay. That is one number of
 * many, but libjuice takes it for none and refuses the check. Here it becomes another one, signed anew
 * in the name of the client, whose signature has to be good. No tie is broken by it: the server has
 * offered, so it decides.
 *
 * @returns anything else as it is
 */
export function mendCheck(payload: Buffer, password: Buffer | null): Buffer {
  return mend(payload, password, 'request', ({ type, value }) =>
    isTie(type) && value.equals(NO_TIE_BREAKER) ? SOME_TIE_BREAKER : value,
  )
}

/**
 * Voice answers to a check with the address that it saw, which is that of a socket of this machine. To
 * the client it has to be the one that was allocated to it, or else it takes the way for another one
 * that is not relayed.
 *
 * @returns anything else as it is
 */
export function mendAnswer(payload: Buffer, password: Buffer | null, relayed: Endpoint): Buffer {
  return mend(payload, password, 'success', ({ type, value }, transaction) =>
    type === ATTRIBUTE.xorMappedAddress ? writeXorAddress(relayed, transaction) : value,
  )
}

const isTie = (type: number): boolean => type === ICE_CONTROLLED || type === ICE_CONTROLLING

function mend(
  payload: Buffer,
  password: Buffer | null,
  kind: StunKind,
  change: (attribute: StunAttribute, transaction: Buffer) => Buffer,
): Buffer {
  // Sound begins otherwise, and is most of it by far.
  if (password === null || (payload[0] ?? 0xff) > 1) return payload
  const message = readStun(payload)
  if (message?.kind !== kind || message.method !== METHOD.binding) return payload
  const { attributes, transaction } = message
  const mended = attributes.map((one) => ({ type: one.type, value: change(one, transaction) }))
  const isSame = mended.every(({ value }, index) => attributes[index]?.value.equals(value))
  if (isSame || !isSignedWith(message, password)) return payload
  return writeStun(message, mended, { key: password, hasFingerprint: true })
}
