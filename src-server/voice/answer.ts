import { VOICE_LANES } from '#shared/domain/voice.ts'
import { OPUS_PAYLOAD_TYPE, AUDIO_LEVEL_ID } from './rtp.ts'
import { AUDIO_LEVEL_URI, CHANNEL_MID, laneMid, OPUS_PARAMETERS, UPLINK_MID } from './mids.ts'

/** All that the engine needs to know of an answer. */
export interface Answer {
  readonly ufrag: string
  readonly password: string
  /** SHA-256, as in the SDP. */
  readonly fingerprint: string
  readonly setup: 'active' | 'passive'
  /** The synchronisation source of what the client sends. */
  readonly ssrc: number
  readonly sctpPort: number
}

interface Section {
  readonly media: string
  readonly lines: readonly string[]
}

const OPUS_LINE = new RegExp(`^a=rtpmap:${OPUS_PAYLOAD_TYPE} opus/48000/2$`, 'i')
const FINGERPRINT_LINE = /^a=fingerprint:sha-256 ((?:[0-9a-f]{2}:){31}[0-9a-f]{2})$/i

/**
 * Reads an answer to our offer; null when it is none. What the client wrote never reaches the library:
 * `writeAnswer` makes a new text of what was read. Candidates are left out on purpose. The client
 * reaches the server by those of the offer, and nobody can make the server knock at other doors.
 */
export function readAnswer(sdp: string): Answer | null {
  const [session, ...media] = split(sdp)
  if (!session || !session.lines.includes('v=0') || media.length !== VOICE_LANES + 2) return null
  const [uplink, ...rest] = media
  const channel = rest.pop()
  if (!uplink || !channel) return null
  if (!isAudio(uplink, UPLINK_MID, 'sendonly')) return null
  if (!rest.every((section, lane) => isAudio(section, laneMid(lane), 'recvonly'))) return null
  if (!/^m=application [1-9]\d* /.test(channel.media) || !has(channel, `a=mid:${CHANNEL_MID}`)) {
    return null
  }

  // Everything goes over one transport, so what the first section says, or all of it, holds for all.
  const find = (pattern: RegExp): string | null =>
    valueOf(uplink, pattern) ?? valueOf(session, pattern)
  const ufrag = find(/^a=ice-ufrag:([A-Za-z0-9+/]{4,256})$/)
  const password = find(/^a=ice-pwd:([A-Za-z0-9+/]{22,256})$/)
  const fingerprint = find(FINGERPRINT_LINE)
  const setup = find(/^a=setup:(active|passive)$/)
  const ssrc = Number(valueOf(uplink, /^a=ssrc:(\d{1,10}) /) ?? 0)
  const sctpPort = Number(valueOf(channel, /^a=sctp-port:(\d{1,5})$/) ?? 0)
  if (ufrag === null || password === null || fingerprint === null || setup === null) return null
  if (ssrc < 1 || ssrc > 0xff_ff_ff_ff || sctpPort < 1 || sctpPort > 65_535) return null
  return {
    ufrag,
    password,
    fingerprint: fingerprint.toUpperCase(),
    setup: setup === 'active' ? 'active' : 'passive',
    ssrc,
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
function isAudio(section: Section, mid: string, direction: string): boolean {
  const format = new RegExp(
    `^m=audio [1-9]\\d{0,4} UDP/TLS/RTP/SAVPF (.* )?${OPUS_PAYLOAD_TYPE}( |$)`,
  )
  return (
    format.test(section.media) &&
    has(section, `a=mid:${mid}`) &&
    has(section, `a=${direction}`) &&
    section.lines.some((line) => OPUS_LINE.test(line))
  )
}

function valueOf(section: Section, pattern: RegExp): string | null {
  for (const line of section.lines) {
    const value = pattern.exec(line)?.[1]
    if (value !== undefined) return value
  }
  return null
}

/** The answer in the engine's own words. */
export function writeAnswer(answer: Answer): string {
  const transport = [
    `a=ice-ufrag:${answer.ufrag}`,
    `a=ice-pwd:${answer.password}`,
    `a=fingerprint:sha-256 ${answer.fingerprint}`,
    `a=setup:${answer.setup}`,
  ]
  const audio = (mid: string, direction: string, more: readonly string[]): string[] => [
    `m=audio 9 UDP/TLS/RTP/SAVPF ${OPUS_PAYLOAD_TYPE}`,
    'c=IN IP4 0.0.0.0',
    `a=mid:${mid}`,
    `a=${direction}`,
    'a=rtcp-mux',
    `a=rtpmap:${OPUS_PAYLOAD_TYPE} opus/48000/2`,
    `a=fmtp:${OPUS_PAYLOAD_TYPE} ${OPUS_PARAMETERS}`,
    `a=extmap:${AUDIO_LEVEL_ID} ${AUDIO_LEVEL_URI}`,
    ...more,
    ...transport,
  ]
  const lanes = Array.from({ length: VOICE_LANES }, (_, lane) => laneMid(lane))
  return [
    'v=0',
    'o=- 1 1 IN IP4 0.0.0.0',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${[UPLINK_MID, ...lanes, CHANNEL_MID].join(' ')}`,
    ...audio(UPLINK_MID, 'sendonly', [`a=ssrc:${answer.ssrc} cname:client`]),
    ...lanes.flatMap((mid) => audio(mid, 'recvonly', [])),
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 0.0.0.0',
    `a=mid:${CHANNEL_MID}`,
    `a=sctp-port:${answer.sctpPort}`,
    'a=max-message-size:262144',
    ...transport,
    '',
  ].join('\r\n')
}
