import { PICTURE_LANES } from '#shared/domain/call-pictures.ts'
import { PICTURE_UPLINK_MIDS } from '#shared/domain/group-calls.ts'
import { VOICE_LANES } from '#shared/domain/voice.ts'
import {
  AUDIO_LEVEL_URI,
  CHANNEL_MID,
  laneMid,
  laneSsrc,
  OPUS_PARAMETERS,
  PICTURE_PLACES,
  SEND_TIME_URI,
  UPLINK_MID,
} from './mids.ts'
import type { PictureSources } from './picture-room.ts'
import { SEND_TIME_ID, VP8_PAYLOAD_TYPE } from './picture-rtp.ts'
import { AUDIO_LEVEL_ID, OPUS_PAYLOAD_TYPE } from './rtp.ts'

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

/** How one kind of section looks like. */
interface Format {
  readonly media: 'audio' | 'video'
  readonly payloadType: number
  /** What the payload type means. */
  readonly map: string
  /** What else was offered of it. */
  readonly more: readonly string[]
}

const OPUS: Format = {
  media: 'audio',
  payloadType: OPUS_PAYLOAD_TYPE,
  map: 'opus/48000/2',
  more: [
    `a=fmtp:${OPUS_PAYLOAD_TYPE} ${OPUS_PARAMETERS}`,
    `a=extmap:${AUDIO_LEVEL_ID} ${AUDIO_LEVEL_URI}`,
  ],
}
const VP8: Format = {
  media: 'video',
  payloadType: VP8_PAYLOAD_TYPE,
  map: 'VP8/90000',
  more: [
    ...['nack', 'nack pli', 'goog-remb'].map((kind) => `a=rtcp-fb:${VP8_PAYLOAD_TYPE} ${kind}`),
    `a=extmap:${SEND_TIME_ID} ${SEND_TIME_URI}`,
  ],
}

/** What the server sends itself. */
const SERVER_SOURCES: ReadonlySet<number> = new Set([
  ...Array.from({ length: VOICE_LANES }, (_, lane) => laneSsrc(lane)),
  ...PICTURE_PLACES.map(({ ssrc }) => ssrc),
])

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
  const sent = expected.flatMap((one, at) =>
    one.direction === 'sendonly' ? [ssrcOf(media[at])] : [],
  )
  const [ssrc = 0, camera = 0, screen = 0] = sent
  const sctpPort = Number(valueOf(channel, /^a=sctp-port:(\d{1,5})$/) ?? 0)
  if (ufrag === null || password === null || fingerprint === null || setup === null) return null
  if (!sent.every((one) => one >= 1 && one <= 0xff_ff_ff_ff)) return null
  // Packets and reports find their track by the source, so each is that of one section.
  if (sent.some((one) => SERVER_SOURCES.has(one)) || new Set(sent).size < sent.length) return null
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

/** What an answer has in each place before the data channel. */
interface ExpectedSection {
  readonly format: Format
  readonly mid: string
  readonly direction: 'sendonly' | 'recvonly'
}

function sectionsOf(hasPictures: boolean): ExpectedSection[] {
  const places = Array.from({ length: VOICE_LANES }, (_, lane) => laneMid(lane))
  const sound: ExpectedSection[] = [
    { format: OPUS, mid: UPLINK_MID, direction: 'sendonly' },
    ...places.map((mid) => ({ format: OPUS, mid, direction: 'recvonly' }) as const),
  ]
  if (!hasPictures) return sound
  return [
    ...sound,
    ...PICTURE_LANES.map(
      (lane) => ({ format: VP8, mid: PICTURE_UPLINK_MIDS[lane], direction: 'sendonly' }) as const,
    ),
    ...PICTURE_PLACES.map(({ mid }) => ({ format: VP8, mid, direction: 'recvonly' }) as const),
  ]
}

/** A port of 0 would mean that the client refuses it (RFC 8829, section 5.3.1). */
function isSection(
  section: Section | undefined,
  { format, mid, direction }: ExpectedSection,
): boolean {
  const { media, payloadType, map } = format
  const first = new RegExp(`^m=${media} [1-9]\\d{0,4} UDP/TLS/RTP/SAVPF (.* )?${payloadType}( |$)`)
  const mapped = `a=rtpmap:${payloadType} ${map}`.toLowerCase()
  return (
    section !== undefined &&
    first.test(section.media) &&
    has(section, `a=mid:${mid}`) &&
    has(section, `a=${direction}`) &&
    section.lines.some((line) => line.toLowerCase() === mapped)
  )
}

const ssrcOf = (section: Section | undefined): number =>
  Number(valueOf(section, /^a=ssrc:(\d{1,10}) /) ?? 0)

function valueOf(section: Section | undefined, pattern: RegExp): string | null {
  for (const line of section?.lines ?? []) {
    const value = pattern.exec(line)?.[1]
    if (value !== undefined) return value
  }
  return null
}

/**
 * Which sources belong to which section. The library hands each packet to the track of its source, and a
 * report to those of all sources that it names: whatever the client says as a sender of pictures goes to
 * one track, and whatever it says of the lanes that it sees to another (see `openPictureTracks`).
 */
function sourcesOf({ ssrc, pictures }: Answer): Map<string, readonly number[]> {
  const sources = new Map<string, readonly number[]>([[UPLINK_MID, [ssrc]]])
  if (!pictures) return sources
  sources.set(PICTURE_UPLINK_MIDS.camera, [pictures.camera, pictures.screen])
  const [first] = PICTURE_PLACES
  if (first)
    sources.set(
      first.mid,
      PICTURE_PLACES.map((place) => place.ssrc),
    )
  return sources
}

/** The answer in the engine's own words. */
export function writeAnswer(answer: Answer): string {
  const transport = [
    `a=ice-ufrag:${answer.ufrag}`,
    `a=ice-pwd:${answer.password}`,
    `a=fingerprint:sha-256 ${answer.fingerprint}`,
    `a=setup:${answer.setup}`,
  ]
  const expected = sectionsOf(answer.pictures !== null)
  const sources = sourcesOf(answer)
  return [
    'v=0',
    'o=- 1 1 IN IP4 0.0.0.0',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${[...expected.map(({ mid }) => mid), CHANNEL_MID].join(' ')}`,
    ...expected.flatMap(({ format, mid, direction }) => [
      `m=${format.media} 9 UDP/TLS/RTP/SAVPF ${format.payloadType}`,
      'c=IN IP4 0.0.0.0',
      `a=mid:${mid}`,
      `a=${direction}`,
      'a=rtcp-mux',
      `a=rtpmap:${format.payloadType} ${format.map}`,
      ...format.more,
      ...(sources.get(mid) ?? []).map((ssrc) => `a=ssrc:${ssrc} cname:client`),
      ...transport,
    ]),
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 0.0.0.0',
    `a=mid:${CHANNEL_MID}`,
    `a=sctp-port:${answer.sctpPort}`,
    'a=max-message-size:262144',
    ...transport,
    '',
  ].join('\r\n')
}
