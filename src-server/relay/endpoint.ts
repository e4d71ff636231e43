import { isIPv4, isIPv6 } from 'node:net'

/** An address and a port, as TURN carries them. */
export interface Endpoint {
  /** Four bytes of IPv4 or sixteen of IPv6. */
  readonly address: Buffer
  readonly port: number
}

/** @returns null when the text is no IP address */
export function endpointOf(text: string, port: number): Endpoint | null {
  const plain = text.replace(/%.*$/, '')
  if (isIPv4(plain)) return { address: bytesOfFour(plain), port }
  if (!isIPv6(plain)) return null
  // How a socket for both families names a client of the older one.
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1]
  return { address: mapped === undefined ? bytesOfSix(plain) : bytesOfFour(mapped), port }
}

/** Tells addresses apart. */
export const keyOfAddress = ({ address }: Endpoint): string => address.toString('hex')

/** Tells endpoints apart. */
export const keyOf = (endpoint: Endpoint): string => `${keyOfAddress(endpoint)}:${endpoint.port}`

export const isSameFamily = (one: Endpoint, other: Endpoint): boolean =>
  one.address.length === other.address.length

const bytesOfFour = (text: string): Buffer => Buffer.from(text.split('.').map(Number))

function bytesOfSix(text: string): Buffer {
  const tail = /\d+\.\d+\.\d+\.\d+$/.exec(text)?.[0]
  const four = tail === undefined ? null : bytesOfFour(tail)
  const hex =
    four === null || tail === undefined
      ? text
      : `${text.slice(0, -tail.length)}${four.toString('hex', 0, 2)}:${four.toString('hex', 2)}`
  const [before = [], after = []] = hex
    .split('::')
    .map((side) => side.split(':').filter((group) => group !== ''))
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0')
  const groups = [...before, ...zeros, ...after]
  return Buffer.from(groups.map((group) => group.padStart(4, '0')).join(''), 'hex')
}
