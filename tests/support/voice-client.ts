import { fork, type ChildProcess } from 'node:child_process'
import type { PersonId } from '#shared/domain/ids.ts'
import { CAMERA, SCREEN } from './voice-sources.ts'
import { voiceChannelSchema, type VoiceChannelMessage } from '#shared/protocol/voice-wire.ts'

/**
 * A real WebRTC client of the voice engine: it answers an offer, sends RTP and keeps what arrives.
 *
 * ```ts
 * const ada = await connectVoice({ offer })
 * await engine.answer(stay, ada.answer)
 * await ada.connected()                                // true, or try again with another offer
 * ada.sendRtp({ payload: 'hello' })
 * await ben.until(() => ben.received.length === 1)     // [{ lane: 0, payload: 'hello', … }]
 * ```
 * Call `endVoiceClients` after the tests of a file.
 */
export interface VoiceClient {
  /** SDP with all candidates. */
  readonly answer: string
  /** Everything that arrived, in that order. */
  readonly received: ReceivedRtp[]
  /** Who is heard on each lane, as last told; empty before the data channel opened. */
  readonly lanes: readonly (PersonId | null)[]
  /** Who speaks, as last told. */
  readonly speaking: readonly PersonId[]
  /** Who is seen on each lane, as last told; null before, and where there are no pictures. */
  readonly pictures: VoicePicturesTold | null
  /** Everything that came of pictures, in that order. */
  readonly seen: SeenRtp[]
  /** What the server has said to the sender of pictures: RTCP, as hexadecimal digits. */
  readonly asked: { readonly lane: UplinkLane; readonly packet: string }[]
  /** How much of its sound did not arrive at worst, from 0 to 1, as the server reported; null before. */
  readonly lost: number | null
  /** On which sources pictures are sent. */
  readonly sources: { readonly camera: number; readonly screen: number }
  /** What the connection says of itself, such as `connected` or `closed`. */
  readonly state: string
  /** One packet; sequence number and timestamp go on by themselves. */
  sendRtp(packet: SentRtp): void
  /** A piece of a picture, whole if its word begins with a capital letter. */
  sendPicture(picture: SentPicture): void
  /** Bytes as they are, in SRTP. */
  sendRaw(bytes: Buffer, lane?: UplinkLane): void
  /**
   * Whether the server's words come through. Now and then the two ends miss each other (decision
   * 0020), and whoever wants to be there joins again.
   */
  connected(): Promise<boolean>
  /**
   * Resolves as soon as it is true of what has arrived; the test's own time limit ends it. Rejects when
   * the process of the client ends, after which nothing can arrive.
   */
  until(isSo: () => boolean): Promise<void>
  /**
   * Resolves when the server has everything that was sent before, heard by others or not: it answers a
   * report on what was sent with one on what it got (RFC 3550, section 6.4).
   */
  taken(): Promise<void>
  /** Goes in an orderly way, and hears nothing any more. */
  close(): void
  /** Ends the process without a word; only for a client with a process of its own. */
  vanish(): void
}

/** What a client sends on. */
export type UplinkLane = 'sound' | 'camera' | 'screen'

type VoicePicturesTold = Extract<VoiceChannelMessage, { pictures: unknown }>['pictures']

interface SentPicture {
  readonly lane: 'camera' | 'screen'
  readonly word: string
  readonly sequenceNumber: number
}

interface SeenRtp {
  /** As the offer calls it. */
  readonly lane: string
  readonly ssrc: number
  readonly sequenceNumber: number
  readonly word: string
}

interface SentRtp {
  readonly payload: string | Buffer
  /** 0 is loudest, 127 silence (RFC 6464); null sends no level. Loud when left out. */
  readonly level?: number | null
  /** 111, Opus, when left out. */
  readonly payloadType?: number
  /** Left out: the one after the last. */
  readonly sequenceNumber?: number
  /** Left out: 20 ms after the last. */
  readonly timestamp?: number
}

interface ReceivedRtp {
  readonly lane: number
  readonly ssrc: number
  readonly sequenceNumber: number
  readonly timestamp: number
  readonly payload: string
}

export type ToVoiceProcess = { readonly id: number } & (
  | { readonly type: 'connect'; readonly offer: string; readonly ssrc: number }
  | { readonly type: 'send'; readonly lane: UplinkLane; readonly packet: string }
  | { readonly type: 'close' }
)
export type FromVoiceProcess = { readonly id: number } & (
  | { readonly type: 'answer'; readonly sdp: string }
  | {
      readonly type: 'rtp' | 'picture' | 'asked'
      readonly lane: string
      readonly packet: string
    }
  | { readonly type: 'report'; readonly packet: string }
  | { readonly type: 'told'; readonly text: string }
  | { readonly type: 'state'; readonly state: string }
)

/** What has not come up after this time never will. */
const CONNECT_WITHIN_MS = 5_000

/** Each word of a picture is as long as that. */
const WORD_LENGTH = 5

/** A report may get lost, like any packet. */
const REPORT_EVERY_MS = 250

const processes = new Set<ChildProcess>()
let common: ChildProcess | null = null
let lastId = 0

function startProcess(): ChildProcess {
  const child = fork(new URL('voice-client-process.ts', import.meta.url), { execArgv: [] })
  child.setMaxListeners(0)
  processes.add(child)
  child.once('exit', () => {
    processes.delete(child)
    if (common === child) common = null
  })
  return child
}

/** Ends every client that this file connected. */
export async function endVoiceClients(): Promise<void> {
  common = null
  await Promise.all(
    [...processes].map((child) => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      return ended
    }),
  )
}

/** @returns the client once it has its answer; it connects when the server has taken that */
export async function connectVoice(options: {
  readonly offer: string
  /** Needed for `vanish`. */
  readonly hasOwnProcess?: boolean
}): Promise<VoiceClient> {
  const child = options.hasOwnProcess ? startProcess() : (common ??= startProcess())
  const id = (lastId += 1)
  const ssrc = 1_000 + id
  const received: ReceivedRtp[] = []
  const waiting = new Set<() => void>()
  const giveUps = new Set<(error: Error) => void>()
  const seen: SeenRtp[] = []
  const asked: { lane: UplinkLane; packet: string }[] = []
  const sources = { camera: ssrc + CAMERA, screen: ssrc + SCREEN }
  let pictures: VoicePicturesTold | null = null
  let answer = ''
  let lanes: readonly (PersonId | null)[] = []
  let speaking: readonly PersonId[] = []
  let state = 'new'
  let sequenceNumber = 40_000 + id * 100
  let timestamp = id * 1_000_000
  let reports = 0
  let reported = 0
  let lost: number | null = null

  const say = (message: ToVoiceProcess): void => void (child.connected && child.send(message))

  function hear(message: FromVoiceProcess): void {
    if (message.type === 'answer') answer = message.sdp
    else if (message.type === 'state') state = message.state
    else if (message.type === 'report') {
      const report = readReport(message.packet)
      reported = Math.max(reported, report.answers)
      if (report.lost !== null) lost = Math.max(lost ?? 0, report.lost)
    } else if (message.type === 'picture') seen.push(readPicture(message.lane, message.packet))
    else if (message.type === 'asked') {
      const lane = message.lane === 'upcamera' ? 'camera' : 'screen'
      asked.push({ lane, packet: Buffer.from(message.packet, 'base64').toString('hex') })
    } else if (message.type === 'rtp') received.push(readRtp(message.lane, message.packet))
    else if (message.type === 'told') {
      const told = voiceChannelSchema.parse(JSON.parse(message.text))
      if ('lanes' in told) lanes = told.lanes
      else if ('speaking' in told) speaking = told.speaking
      else pictures = told.pictures
    }
  }

  const onMessage = (message: FromVoiceProcess): void => {
    if (message.id !== id) return
    hear(message)
    for (const look of waiting) look()
  }
  const onExit = (code: number | null, signal: string | null): void => giveUp(code ?? signal)
  child.on('message', onMessage)
  child.once('exit', onExit)

  function giveUp(why: number | string | null): void {
    for (const reject of giveUps) reject(new Error(`The client has ended (${why})`))
  }

  const until = (isSo: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (!isSo()) return
        waiting.delete(look)
        giveUps.delete(reject)
        resolve()
      }
      waiting.add(look)
      giveUps.add(reject)
      look()
    })

  const sendRaw = (bytes: Buffer, lane: UplinkLane = 'sound'): void =>
    say({ id, type: 'send', lane, packet: bytes.toString('base64') })

  say({ id, type: 'connect', offer: options.offer, ssrc })
  await until(() => answer !== '')
  return {
    answer,
    received,
    get lanes() {
      return lanes
    },
    get speaking() {
      return speaking
    },
    get pictures() {
      return pictures
    },
    seen,
    asked,
    get lost() {
      return lost
    },
    sources,
    get state() {
      return state
    },
    sendRtp(packet) {
      sequenceNumber = (packet.sequenceNumber ?? sequenceNumber + 1) & 0xff_ff
      timestamp = (packet.timestamp ?? timestamp + 960) >>> 0
      sendRaw(writeRtp({ ...packet, sequenceNumber, timestamp }, ssrc))
    },
    sendPicture({ lane, word, sequenceNumber: number }) {
      const head = [0x90, 0x80, 0x80 | (number >> 8), number & 0xff, /^[A-Z]/.test(word) ? 0 : 1]
      const payload = Buffer.concat([Buffer.from(head), Buffer.from(word)])
      const packet = { payload, level: null, payloadType: 96, timestamp: number * 3_000 }
      sendRaw(writeRtp({ ...packet, sequenceNumber: number }, sources[lane]), lane)
    },
    sendRaw,
    until,
    taken: async () => {
      const number = (reports += 1)
      const ask = (): void => sendRaw(writeReport(number, ssrc))
      const timer = setInterval(ask, REPORT_EVERY_MS)
      ask()
      await until(() => reported >= number).finally(() => clearInterval(timer))
    },
    connected: async () => {
      let timer: ReturnType<typeof setTimeout> | undefined
      const tooLate = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, CONNECT_WITHIN_MS)
      })
      await Promise.race([until(() => lanes.length > 0 || state === 'closed'), tooLate])
      clearTimeout(timer)
      return lanes.length > 0
    },
    close: () => {
      say({ id, type: 'close' })
      // The process stays, and others will live in it.
      child.off('message', onMessage)
      child.off('exit', onExit)
      giveUp('closed')
    },
    vanish: () => {
      if (!options.hasOwnProcess) throw new Error('This client shares its process with others')
      child.kill('SIGKILL')
    },
  }
}

/** RFC 3550, section 5.1; the level after RFC 6464 in a one-byte header extension (RFC 8285). */
function writeRtp(
  packet: SentRtp & { readonly sequenceNumber: number; readonly timestamp: number },
  ssrc: number,
): Buffer {
  const level = packet.level === undefined ? 20 : packet.level
  const header = Buffer.alloc(12)
  header[0] = 0x80 | (level === null ? 0 : 0x10)
  header[1] = packet.payloadType ?? 111
  header.writeUInt16BE(packet.sequenceNumber, 2)
  header.writeUInt32BE(packet.timestamp, 4)
  header.writeUInt32BE(ssrc, 8)
  const extension =
    level === null ? [] : [Buffer.from([0xbe, 0xde, 0, 1, 0x10, 0x80 | level, 0, 0])]
  return Buffer.concat([header, ...extension, Buffer.from(packet.payload)])
}

/** RFC 3550, section 6.4.1; of the time, whose middle half comes back, only the number is of interest. */
function writeReport(number: number, ssrc: number): Buffer {
  const report = Buffer.alloc(28)
  report[0] = 0x80
  report[1] = 200
  report.writeUInt16BE(report.length / 4 - 1, 2)
  report.writeUInt32BE(ssrc, 4)
  report.writeUInt32BE(number, 10)
  return report
}

/** The number of the report that it answers, and what it says of the sound; null when it says nothing. */
function readReport(packet: string): { readonly answers: number; readonly lost: number | null } {
  const bytes = Buffer.from(packet, 'base64')
  if (bytes.length < 32) return { answers: 0, lost: null }
  return { answers: bytes.readUInt32BE(24), lost: bytes.readUInt8(12) / 256 }
}

function readRtp(lane: string, packet: string): ReceivedRtp {
  const bytes = Buffer.from(packet, 'base64')
  const hasExtension = ((bytes[0] ?? 0) & 0x10) !== 0
  const start = hasExtension ? 16 + bytes.readUInt16BE(14) * 4 : 12
  return {
    lane: Number(lane.replace('lane', '')),
    ssrc: bytes.readUInt32BE(8),
    sequenceNumber: bytes.readUInt16BE(2),
    timestamp: bytes.readUInt32BE(4),
    payload: bytes.toString('utf8', start),
  }
}

/** The word stands behind the description that `sendPicture` makes. */
function readPicture(lane: string, packet: string): SeenRtp {
  const { ssrc, sequenceNumber, payload } = readRtp(lane, packet)
  return { lane, ssrc, sequenceNumber, word: payload.slice(-WORD_LENGTH) }
}
