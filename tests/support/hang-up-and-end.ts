import { randomUUID } from 'node:crypto'
import { personIdSchema, roomIdSchema } from '#shared/domain/ids.ts'
import { voiceStayIdSchema } from '#shared/domain/voice.ts'
import { createEngine } from '../../src-server/voice/engine.ts'
import { holdPort, prepareLibrary, tearLibraryDown } from '../../src-server/voice/library.ts'
import { connectVoice, endVoiceClients } from './voice-client.ts'

/**
 * A process of its own, with `--expose-gc`: clients come and hang up, memory is collected, and then the
 * library is taken down. Prints `gone` when all that went well.
 */

const CLIENTS = 5

declare const gc: () => void

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) {
    gc()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

prepareLibrary()
const held = await holdPort(0, '127.0.0.1')
if (!held.ok) throw new Error(held.error)
const engine = createEngine({
  ...{ port: held.value.port, bindAddress: '127.0.0.1', publicAddresses: [] },
})
const roomId = roomIdSchema.parse('general')

async function comeAndHangUp(): Promise<void> {
  const stay = voiceStayIdSchema.parse(randomUUID())
  const personId = personIdSchema.parse(randomUUID())
  const opened = await engine.open({ stay, roomId, personId, hasPictures: false })
  if (!opened.ok) throw new Error(opened.error)
  // Some joins of the library's own client fail (decision 0020): then it is lost at once.
  const lost = new Promise<void>((resolve) =>
    engine.onLost((loss) => void (loss.stay === stay && resolve())),
  )
  const client = await connectVoice({ offer: opened.value })
  await engine.answer(stay, client.answer)
  await client.connected()
  client.close()
  await lost
}

for (let count = 0; count < CLIENTS; count += 1) await comeAndHangUp()
await engine.end()
await turns(10)
held.value.release()
await endVoiceClients()
await turns(10)
await tearLibraryDown()
console.log('gone')
process.exit(0)
