import { CHANNEL_MID, UPLINK_MID } from './mids.ts'
import type { PictureSources } from './picture-room.ts'
import { CHANNEL_LINES, mediaLines, OPUS, sectionsOf, type MediaSection } from './sections.ts'

/** All that the engine needs to know of an answer. */
export interface Answer {
  readonly ufrag: string
  readonly password: string
  /** SHA-256, as in the SDP. */
  readonly fingerprint: string
  readonly setup: 'active' | 'passive'
  /** The synchronisation source of what the client sends. */
  readonly ssrc: number
  /** Those of the pictures that the client sends; null for an offer without. */
  readonly pictures: PictureSources | null
  readonly sctpPort: number
}

interface Section {
  readonly media: string
  readonly lines: readonly string[]
}

const FINGERPRINT_LINE = /^a=fingerprint:sha-256 ((?:[0-9a-f]{2}:){31}[0-9a-f]{2})$/i

/**
 * Reads an answer to our offer; null when it is none. What the client wrote never reaches the library:
 * `writeAnswer` makes a new text of what was read. Candidates are left out on purpose. The client
 * reaches the server by those of the offer, and nobody can make the server knock at other doors.
 */
export function readAnswer(
  sdp: string,
  { hasPictures }: { readonly hasPictures: boolean },
): Answer | null {
  const [session, ...media] = split(sdp)
  if (!session || !session.lines.includes('v=0')) return null
  const expected = sectionsOf(hasPictures)
  const channel = media.at(-1)
  if (!channel || media.length !== expected.length + 1) return null
  if (!expected.every((one, at) => isSection(media[at], one))) return null
  if (!/^m=application [1-9]\d* /.test(channel.media) || !has(channel, `a=mid:${CHANNEL_MID}`)) {
    return null
  }

  // Everything goes over one transport, so what the first section says, or all of it, holds for all.
  const find = (pattern: RegExp): string | null =>
    valueOf(media[0], pattern) ?? valueOf(session, pattern)
  const ufrag = find(/^a=ice-ufrag:([A-Za-z0-9+/]{4,256})$/)
  const password = find(/^a=ice-pwd:([A-Za-z0-9+/]{22,256})$/)
  const fingerprint = find(FINGERPRINT_LINE)
  const setup = find(/^a=setup:(active|passive)$/)
  const sent = expected.flatMap((one, at) => (one.ssrc === null ? [sourceIn(media[at])] : []))
  const [ssrc = 0, camera = 0, screen = 0] = sent
  const sctpPort = Number(valueOf(channel, /^a=sctp-port:(\d{1,5})$/) ?? 0)
  if (ufrag === null || password === null || fingerprint === null || setup === null) return null
  if (!sent.every((one) => one >= 1 && one <= 0xff_ff_ff_ff)) return null
  // Packets and reports are told apart by their source, so each is that of one section.
  const sources = [...sent, ...expected.flatMap((one) => one.ssrc ?? [])]
  if (new Set(sources).size < sources.length) return null
  if (sctpPort < 1 || sctpPort > 65_535) return null
  return {
    ufrag,
    password,
    fingerprint: fingerprint.toUpperCase(),
    setup: setup === 'active' ? 'active' : 'passive',
    ssrc,
    pictures: hasPictures ? { camera, screen } : null,
    sctpPort,
  }
}

/** The session's part first, then one for each `m=` line. */
function split(sdp: string): Section[] {
  const sections: { media: string; lines: string[] }[] = [{ media: '', lines: [] }]
  for (const line of sdp.split(/\r?\n/)) {
    if (line.startsWith('m=')) sections.push({ media: line, lines: [] })
    else sections.at(-1)?.lines.push(line)
  }
  return sections
}

const has = (section: Section, line: string): boolean => section.lines.includes(line)

/** A port of 0 would mean that the client refuses it (RFC 8829, section 5.3.1). */
function isSection(section: Section | undefined, { format, mid, ssrc }: MediaSection): boolean {
  const { media, payloadType, map } = format
  const first = new RegExp(`^m=${media} [1-9]\\d{0,4} UDP/TLS/RTP/SAVPF (.* )?${payloadType}( |$)`)
  const mapped = `a=rtpmap:${payloadType} ${map}`.toLowerCase()
  return (
    section !== undefined &&
    first.test(section.media) &&
    has(section, `a=mid:${mid}`) &&
    has(section, ssrc === null ? 'a=sendonly' : 'a=recvonly') &&
    section.lines.some((line) => line.toLowerCase() === mapped)
  )
}

const sourceIn = (section: Section | undefined): number =>
  Number(valueOf(section, /^a=ssrc:(\d{1,10}) /) ?? 0)

function valueOf(section: Section | undefined, pattern: RegExp): string | null {
  for (const line of section?.lines ?? []) {
    const value = pattern.exec(line)?.[1]
    if (value !== undefined) return value
  }
  return null
}

/** The answer in the library's own words: it knows of one section for all sound and pictures, see `writeOffer`. */
export function writeAnswer(answer: Answer): string {
  const transport = [
    `a=ice-ufrag:${answer.ufrag}`,
    `a=ice-pwd:${answer.password}`,
    `a=fingerprint:sha-256 ${answer.fingerprint}`,
    `a=setup:${answer.setup}`,
  ]
  return [
    'v=0',
    'o=- 1 1 IN IP4 0.0.0.0',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${UPLINK_MID} ${CHANNEL_MID}`,
    ...mediaLines({ format: OPUS, mid: UPLINK_MID }, 'sendrecv'),
    ...transport,
    ...CHANNEL_LINES,
    `a=sctp-port:${answer.sctpPort}`,
    'a=max-message-size:262144',
    ...transport,
    '',
  ].join('\r\n')
}
