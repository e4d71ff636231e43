import { tearLibraryDown } from '../../src-server/voice/library.ts'
import { openEngineHere } from './engine-here.ts'
import { connectVoice, endVoiceClients } from './voice-client.ts'

/**
 * A process of its own, with `--expose-gc`: clients come and hang up, memory is collected, and then the
 * library is taken down. Prints `gone` when all that went well.
 */

const CLIENTS = 5

declare const gc: () => void

const { engine, held, takeSeat } = await openEngineHere()

/** What is let go of is destroyed in later turns of the loop, by which time the library has said its word. */
async function collect(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) {
    gc()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function comeAndHangUp(): Promise<void> {
  const { stay, offer } = await takeSeat()
  // Some joins of the library's own client fail (decision 0020): then it is lost at once.
  const lost = new Promise<void>((resolve) =>
    engine.onLost((loss) => void (loss.stay === stay && resolve())),
  )
  const client = await connectVoice({ offer })
  await engine.answer(stay, client.answer)
  await client.connected()
  client.close()
  await lost
}

for (let count = 0; count < CLIENTS; count += 1) await comeAndHangUp()
await engine.end()
await collect()
held.release()
await endVoiceClients()
await collect()
await tearLibraryDown()
console.log('gone')
process.exit(0)
