import { fingerprintsIn } from './session-descriptions.ts'

/** In front of what is hashed, so that the number means nothing anywhere else. */
const LABEL = 'parley call verification 1'

const GROUPS = 6

/** Of a group; more than its four digits need, so that no digit comes more often than another. */
const BYTES_OF_GROUP = 5

/** Weaker ones can be made to fit. */
const HASH_OF_FINGERPRINT = 'sha-256'

/**
 * What two people compare to find out whether they are connected with each other and with nobody in
 * between: six groups of four digits out of SHA-256 over the fingerprints of both ends, which is the
 * same at both. See decision 0033 for what it is worth.
 *
 * @returns null where there is nothing to rely on: no fingerprint, several, or a weak one
 */
export async function verificationCodeOf(local: string, remote: string): Promise<string | null> {
  const [own, other] = [fingerprintIn(local), fingerprintIn(remote)]
  const subtle = subtleOf(globalThis)
  if (own === null || other === null || !subtle) return null
  const text = [LABEL, ...[own, other].toSorted()].join('\n')
  const hash = new Uint8Array(await subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return Array.from({ length: GROUPS }, (_, group) => digitsOf(hash, group)).join(' ')
}

/** Missing on a page without a secure context, whatever the types say. */
const subtleOf = ({ crypto }: typeof globalThis): SubtleCrypto | undefined => crypto.subtle

function digitsOf(hash: Uint8Array, group: number): string {
  const bytes = hash.subarray(group * BYTES_OF_GROUP, (group + 1) * BYTES_OF_GROUP)
  const number = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
  return String(number % 10_000).padStart(4, '0')
}

/** In lower-case hex; the browser carries sound for nobody else than the one who has this key. */
function fingerprintIn(sdp: string): string | null {
  const [only, ...more] = fingerprintsIn(sdp)
  const [hash, hex] = only?.split(' ') ?? []
  return more.length === 0 && hash === HASH_OF_FINGERPRINT && hex ? hex.replaceAll(':', '') : null
}
