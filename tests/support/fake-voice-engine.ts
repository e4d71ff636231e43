import type { PictureLane } from '#shared/domain/call-pictures.ts'
import { GROUP_CAMERAS, GROUP_SCREENS } from '#shared/domain/group-calls.ts'
import type { VoiceStayId } from '#shared/domain/voice.ts'
import { fail, succeed } from '#shared/lib/result.ts'
import type { VoiceEngine, VoiceSeat } from '../../src-server/ports/voice-engine.ts'

interface Told {
  isSilent: boolean
  isDeaf: boolean
  /** What of the person is passed on. */
  readonly shown: Set<PictureLane>
}

/** An engine without sound that remembers what it was told. */
export interface FakeVoiceEngine extends VoiceEngine {
  /** Who sits there now. */
  readonly seats: Map<VoiceStayId, VoiceSeat & Told>
  /** From now on seats are opened only when they are let through. @returns lets them through */
  holdBack(): () => void
  /** From now on no seat can be opened. */
  breakDown(): void
  /** The connection of this stay breaks off. */
  lose(stay: VoiceStayId): void
  /** How often it was ended. */
  readonly ends: number
}

const MOST = { camera: GROUP_CAMERAS, screen: GROUP_SCREENS }

/** The only answer that fits the offers of the fake engine. */
export const FITTING = 'fits'

export function createFakeVoiceEngine(): FakeVoiceEngine {
  const seats: FakeVoiceEngine['seats'] = new Map()
  const listeners: ((loss: { stay: VoiceStayId }) => void)[] = []
  let gate: Promise<void> = Promise.resolve()
  let isBroken = false
  let ends = 0

  return {
    seats,
    async open(seat) {
      await gate
      if (isBroken) return fail('unavailable')
      seats.set(seat.stay, { ...seat, isSilent: false, isDeaf: false, shown: new Set() })
      return succeed(`offer for ${seat.stay}`)
    },
    answer: async (stay, sdp) => seats.has(stay) && sdp === FITTING,
    silence(stay, isSilent) {
      const seat = seats.get(stay)
      if (seat) seat.isSilent = isSilent
    },
    deafen(stay, isDeaf) {
      const seat = seats.get(stay)
      if (seat) seat.isDeaf = isDeaf
    },
    async show(stay, lane, isOn) {
      const seat = seats.get(stay)
      if (!seat?.hasPictures) return false
      const taken = [...seats.values()].filter((one) => one.shown.has(lane)).length
      if (isOn && !seat.shown.has(lane) && taken >= MOST[lane]) return false
      if (isOn) seat.shown.add(lane)
      else seat.shown.delete(lane)
      return true
    },
    close: (stay) => void seats.delete(stay),
    onLost: (listener) => void listeners.push(listener),
    async end() {
      ends += 1
      seats.clear()
    },
    holdBack() {
      let open = (): void => {}
      gate = new Promise((resolve) => (open = resolve))
      return open
    },
    breakDown: () => void (isBroken = true),
    lose(stay) {
      seats.delete(stay)
      for (const listener of listeners) listener({ stay })
    },
    get ends() {
      return ends
    },
  }
}
