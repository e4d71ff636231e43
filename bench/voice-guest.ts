import { setTimeout as sleep } from 'node:timers/promises'
import { joinAsGuest } from './guests.ts'
import type { Sends, VoiceClients } from './voice-clients.ts'

/** Somebody on the wire who can be asked to do things about voice. */
export interface VoiceGuest {
  /** @returns the answer of the server, whatever it is */
  ask(name: string, input: object): Promise<VoiceReply>
}

export interface VoiceReply {
  readonly stay?: string
  readonly offer?: string
  readonly call?: { readonly id: string }
}

export async function joinForVoice(port: number, index: number): Promise<VoiceGuest> {
  const waiting = new Map<string, (reply: VoiceReply) => void>()
  const socket = await joinAsGuest(port, index, (text) => {
    const [, number, reply] = /^43(\d+)(.*)$/s.exec(text) ?? []
    if (number !== undefined && reply !== undefined) waiting.get(number)?.(JSON.parse(reply)[0])
  })
  let asked = 0
  return {
    ask: (name, input) =>
      new Promise((answered) => {
        asked += 1
        waiting.set(String(asked), answered)
        socket.send(`42${asked}${JSON.stringify([name, input])}`)
      }),
  }
}

/** Steps into the voice of a room or a group call. */
export async function offerTo(
  guest: VoiceGuest,
  roomId = 'general',
): Promise<{ stay: string; offer: string }> {
  const { stay, offer } = await guest.ask('voice:join', { roomId })
  if (stay === undefined || offer === undefined) throw new Error('Nobody may join the voice')
  return { stay, offer }
}

const JOIN_TRIES = 5
const CONNECT_WITHIN_MS = 5_000

/**
 * Comes in with sound. Now and then the two ends miss each other (decision 0020); an app joins again as well.
 *
 * @returns the stay
 */
export async function enterVoice(
  clients: VoiceClients,
  guest: VoiceGuest,
  { id, sends, roomId }: { readonly id: number; readonly sends: Sends; readonly roomId?: string },
): Promise<string> {
  for (let attempt = 0; attempt < JOIN_TRIES; attempt += 1) {
    const { stay, offer } = await offerTo(guest, roomId)
    const [answered, connected] = [clients.next('answer', id), clients.next('connected', id)]
    clients.tell({ type: 'join', id, offer, sends })
    await guest.ask('voice:answer', { stay, answer: (await answered).sdp })
    const isThrough = await Promise.race([
      connected.then(() => true),
      sleep(CONNECT_WITHIN_MS, false, { ref: false }),
    ])
    if (isThrough) return stay
  }
  throw new Error('Somebody does not get through')
}
