import { joinAsGuest } from './guests.ts'

/** Somebody on the wire who can be asked to do things about voice. */
export interface VoiceGuest {
  /** @returns the answer of the server, whatever it is */
  ask(name: string, input: object): Promise<VoiceReply>
}

export interface VoiceReply {
  readonly stay?: string
  readonly offer?: string
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

/** Steps into the voice of General. */
export async function offerTo(guest: VoiceGuest): Promise<{ stay: string; offer: string }> {
  const { stay, offer } = await guest.ask('voice:join', { roomId: 'general' })
  if (stay === undefined || offer === undefined) throw new Error('Nobody may join the voice')
  return { stay, offer }
}
