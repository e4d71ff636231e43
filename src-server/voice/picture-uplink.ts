import { createLosses } from './losses.ts'
import { VP8_CLOCK_RATE, type PicturePacket } from './picture-rtp.ts'
import { createReception } from './reception.ts'
import { writeNack, type ReportBlock } from './rtcp.ts'

/** The way of one picture from its sender, who is told what is missing. Times are milliseconds. */
export interface PictureUplink {
  readonly ssrc: number
  /** @returns false for a packet that came before */
  note(packet: PicturePacket, now: number): boolean
  /** The sender has reported, at this time of its own. */
  noteReport(time: number, now: number): void
  /** Asks again for what is still missing. */
  look(now: number): void
  report(now: number): ReportBlock | null
}

export function createPictureUplink(ssrc: number, send: (rtcp: Buffer) => void): PictureUplink {
  const losses = createLosses()
  const reception = createReception(VP8_CLOCK_RATE)

  function look(now: number): void {
    const missing = losses.take(now)
    if (missing.length > 0) send(writeNack(ssrc, missing))
  }

  return {
    ssrc,
    note(packet, now) {
      const kind = losses.note(packet.sequenceNumber)
      if (kind === 'old') return false
      reception.note(packet, now, kind === 'missed')
      if (kind === 'new') look(now)
      return true
    },
    noteReport: reception.noteReport,
    look,
    report: (now) => reception.report(ssrc, now),
  }
}
