import type { VoiceStayId } from '#shared/domain/voice.ts'
import { createReception } from './reception.ts'
import { writeReceiverReport } from './rtcp.ts'
import { OPUS_CLOCK_RATE, type RtpPacket } from './rtp.ts'

/**
 * The way of one person's sound, to the server and on to those who hear it, as the person is told of it:
 * with the loss they know of, clients put something in reserve into each packet, from which the one before
 * can be made once more (RFC 6716, section 2.1.7). Times are milliseconds.
 */
export interface SoundUplink {
  /** One packet has come. */
  note(packet: Pick<RtpPacket, 'sequenceNumber' | 'timestamp'>, now: number): void
  /** The sender has reported, at this time of its own. */
  noteReport(time: number, now: number): void
  /**
   * Somebody says that they lost so much of it since they last said so, from 0 to 1: all the way, so what
   * never came to the server is a part of it.
   */
  noteLoss(listener: VoiceStayId, lost: number, now: number): void
  /** They hear it no more. */
  forgetListener(listener: VoiceStayId): void
  /** From now on others hear it, or on another lane. */
  forgetListeners(): void
  /** @returns RTCP for the sender; null when nothing has come since the last, unless it is asked for */
  report(ssrc: number, now: number, isAsked?: boolean): Buffer | null
}

/** Browsers report on sound every 2.5 to 7.5 seconds. */
const COUNTS_FOR_MS = 15_000

/** The reserve is made for everybody and takes from their sound, and against more than that it does little. */
const LOSS_OF_LISTENERS_MAX = 0.1

export function createSoundUplink(): SoundUplink {
  const reception = createReception(OPUS_CLOCK_RATE)
  const losses = new Map<VoiceStayId, { readonly lost: number; readonly at: number }>()
  let hasNews = false

  /** Of the listener who loses most. */
  function lostByListeners(now: number): number {
    let most = 0
    for (const [listener, { lost, at }] of losses) {
      if (now - at > COUNTS_FOR_MS) losses.delete(listener)
      else most = Math.max(most, lost)
    }
    return Math.min(most, LOSS_OF_LISTENERS_MAX)
  }

  return {
    note(packet, now) {
      reception.note(packet, now, false)
      hasNews = true
    },
    noteReport: reception.noteReport,
    noteLoss(listener, lost, now) {
      if (lost > 0) losses.set(listener, { lost, at: now })
      else losses.delete(listener)
    },
    forgetListener: (listener) => void losses.delete(listener),
    forgetListeners: () => losses.clear(),
    report(ssrc, now, isAsked = false) {
      if (!hasNews && !isAsked) return null
      hasNews = false
      const block = reception.report(ssrc, now)
      if (!block) return null
      // What was lost since the last report is what the encoder goes by. What was lost in all, by which
      // clients judge their own network, is of the way to the server alone.
      const lost = Math.max(block.fractionLost, Math.floor(lostByListeners(now) * 256))
      return writeReceiverReport([{ ...block, fractionLost: lost }])
    },
  }
}
