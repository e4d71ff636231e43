import type { VoiceStayId } from '#shared/domain/voice.ts'
import type { RelayWire } from '#shared/protocol/relay-wire.ts'
import type { TestClient } from './client.ts'
import { ask } from './conversation.ts'
import { connectVoice, type VoiceClient } from './voice-client.ts'

export interface VoiceStay {
  readonly stay: VoiceStayId
  readonly offer: string
  readonly relay: RelayWire | null
  readonly sound: VoiceClient
}

/**
 * Joins with sound, and waits until it is there: who never connects is lost after fifteen seconds. Where
 * the two ends miss each other (decision 0020) that stay is over, and another one begins.
 */
export async function stepIntoVoice(client: TestClient, roomId: string): Promise<VoiceStay> {
  const { stay, offer, relay } = await ask(client, 'voice:join', { roomId })
  const sound = await connectVoice({ offer })
  await ask(client, 'voice:answer', { stay, answer: sound.answer })
  if (await sound.connected()) return { stay, offer, relay, sound }
  // Closed when the next one is there, so that the server takes nobody for lost in between.
  return stepIntoVoice(client, roomId).finally(() => sound.close())
}
