import { createEngine } from '../../src-server/voice/engine.ts'
import { holdPort, prepareLibrary } from '../../src-server/voice/library.ts'
import { personIdSchema, roomIdSchema } from '#shared/domain/ids.ts'
import { voiceStayIdSchema } from '#shared/domain/voice.ts'
import { randomUUID } from 'node:crypto'

/**
 * A process of its own, with `--expose-gc`: opens and closes seats, and prints how many bytes JavaScript
 * holds for each that is over.
 */

const ROUNDS = 200

declare const gc: () => void

const held = await holdPort(0, '127.0.0.1')
if (!held.ok) throw new Error(held.error)
prepareLibrary()
const engine = createEngine({
  ...{ port: held.value.port, bindAddress: '127.0.0.1', publicAddresses: [] },
})
const roomId = roomIdSchema.parse('general')

async function openAndClose(hasPictures: boolean): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const stay = voiceStayIdSchema.parse(randomUUID())
    const personId = personIdSchema.parse(randomUUID())
    const opened = await engine.open({ stay, roomId, personId, hasPictures })
    if (!opened.ok) throw new Error(opened.error)
    engine.close(stay)
  }
}

/** Once it does not get less any more: the library says from its own threads that something is closed. */
async function bytesHeld(): Promise<number> {
  for (let before = Infinity; ;) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    gc()
    const now = process.memoryUsage().heapUsed
    if (now > before - 10_000) return now
    before = now
  }
}

await openAndClose(false)
const before = await bytesHeld()
await openAndClose(process.argv.includes('--pictures'))
console.log((await bytesHeld()) - before)
process.exit(0)
