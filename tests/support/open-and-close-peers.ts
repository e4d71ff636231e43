import { openEngineHere } from './engine-here.ts'

/**
 * A process of its own, with `--expose-gc`: opens and closes seats, and prints how many bytes JavaScript
 * holds for each that is over.
 */

const ROUNDS = 200

declare const gc: () => void

const { engine, takeSeat } = await openEngineHere()

async function openAndClose(hasPictures: boolean): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) engine.close((await takeSeat(hasPictures)).stay)
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
