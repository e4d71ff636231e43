import { isIPv6 } from 'node:net'

/** How clients find the one port. */
export interface Reach {
  readonly port: number
  /** Addresses by which it is reached from outside, beside those that this machine knows itself. */
  readonly publicAddresses: readonly string[]
}

/** Below every address that the machine has: those are tried first. */
const PUBLIC_PREFERENCE = 1_000

/** Priority of a host candidate (RFC 8445, section 5.1.2.1). */
const priorityOf = (preference: number): number => 126 * 2 ** 24 + preference * 2 ** 8 + 255

/**
 * The offer as clients get it: with the public addresses too. A machine without a network has no
 * address to name, yet whoever is on it can still be reached by its loopback.
 */
export function completeOffer(sdp: string, reach: Reach): string {
  const lines = sdp.split('\r\n')
  const own = lines.filter((line) => line.startsWith('a=candidate:'))
  const further = reach.publicAddresses.filter(
    (address) => !own.some((line) => line.includes(` ${address} `)),
  )
  const added = own.length + further.length === 0 ? ['127.0.0.1'] : further
  const candidates = added.map((address, index) => {
    const preference = PUBLIC_PREFERENCE - index - (isIPv6(address) ? 0 : 100)
    return `a=candidate:${100 + index} 1 UDP ${priorityOf(preference)} ${address} ${reach.port} typ host`
  })
  const end = lines.indexOf('a=end-of-candidates')
  if (candidates.length === 0 || end < 0) return sdp
  return lines.toSpliced(end, 0, ...candidates).join('\r\n')
}
