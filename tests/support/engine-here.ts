import { randomUUID } from 'node:crypto'
import { personIdSchema, roomIdSchema } from '#shared/domain/ids.ts'
import { voiceStayIdSchema, type VoiceStayId } from '#shared/domain/voice.ts'
import type { VoiceEngine } from '../../src-server/ports/voice-engine.ts'
import { createEngine } from '../../src-server/voice/engine.ts'
import { holdPort, prepareLibrary, type HeldPort } from '../../src-server/voice/library.ts'

/** The engine of voice in this very thread, which may be the only one of a process that uses the library. */
export interface EngineHere {
  readonly engine: VoiceEngine
  readonly held: HeldPort
  /** Gives somebody new a seat in the one room. */
  takeSeat(hasPictures?: boolean): Promise<{ readonly stay: VoiceStayId; readonly offer: string }>
}

export async function openEngineHere(): Promise<EngineHere> {
  prepareLibrary()
  const held = await holdPort(0, '127.0.0.1')
  if (!held.ok) throw new Error(held.error)
  const { port } = held.value
  const engine = createEngine({ port, bindAddress: '127.0.0.1', publicAddresses: [] })
  const roomId = roomIdSchema.parse('general')
  return {
    engine,
    held: held.value,
    async takeSeat(hasPictures = false) {
      const stay = voiceStayIdSchema.parse(randomUUID())
      const personId = personIdSchema.parse(randomUUID())
      const opened = await engine.open({ stay, roomId, personId, hasPictures })
      if (!opened.ok) throw new Error(opened.error)
      return { stay, offer: opened.value }
    },
  }
}
