import { isIPv6 } from 'node:net'
import { CHANNEL_MID } from './mids.ts'
import { CHANNEL_LINES, mediaLines, sectionsOf, type MediaSection } from './sections.ts'

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
 * The offer as clients get it. From the library come its candidates and who it is; it knows of one
 * section for sound and of the data channel. All others are here: on one connection the library sends
 * and hands over whatever there is, and each section that it knew would cost, for each client.
 *
 * @param own the library's offer
 */
export function writeOffer(
  own: string,
  options: { readonly reach: Reach; readonly hasPictures: boolean },
): string {
  const lines = own.split('\r\n')
  const all = (start: string): string[] => lines.filter((line) => line.startsWith(start))
  /** The library says some of it once and some of it in every section, always the same. */
  const first = (start: string): string[] => all(start).slice(0, 1)
  const transport = ['a=setup:actpass', ...first('a=ice-ufrag:'), ...first('a=ice-pwd:')]
  const sections = sectionsOf(options.hasPictures)
  const candidates = [...withPublic(all('a=candidate:'), options.reach), 'a=end-of-candidates']
  return [
    'v=0',
    ...first('o='),
    's=-',
    't=0 0',
    `a=group:BUNDLE ${[...sections.map(({ mid }) => mid), CHANNEL_MID].join(' ')}`,
    'a=msid-semantic:WMS *',
    ...first('a=ice-options:'),
    ...first('a=fingerprint:'),
    ...sections.flatMap((section, at) => [
      ...writeSection(section),
      ...transport,
      ...(at === 0 ? candidates : []),
    ]),
    ...CHANNEL_LINES,
    ...first('a=sctp-port:'),
    ...first('a=max-message-size:'),
    ...transport,
    '',
  ].join('\r\n')
}

function writeSection(section: MediaSection): readonly string[] {
  const { mid, ssrc } = section
  if (ssrc === null) return mediaLines(section, 'recvonly')
  return [
    ...mediaLines(section, 'sendonly'),
    `a=msid:${mid} ${mid}`,
    `a=ssrc:${ssrc} cname:parley`,
    `a=ssrc:${ssrc} msid:${mid} ${mid}`,
  ]
}

/** A machine without a network has no address to name, yet whoever is on it reaches it by its loopback. */
function withPublic(own: readonly string[], reach: Reach): string[] {
  const further = reach.publicAddresses.filter(
    (address) => !own.some((line) => line.includes(` ${address} `)),
  )
  const added = own.length + further.length === 0 ? ['127.0.0.1'] : further
  const candidates = added.map((address, index) => {
    const preference = PUBLIC_PREFERENCE - index - (isIPv6(address) ? 0 : 100)
    return `a=candidate:${100 + index} 1 UDP ${priorityOf(preference)} ${address} ${reach.port} typ host`
  })
  return [...own, ...candidates]
}
