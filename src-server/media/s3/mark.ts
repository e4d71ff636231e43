import { setTimeout as sleep } from 'node:timers/promises'
import { Unavailable } from '../../ports/unavailable.ts'
import type { Bucket } from './bucket.ts'

export const MARK = 'mark'

/** Somebody else is leaving theirs at this moment: it is there very soon, or was not left after all. */
const TRIES = 10
const AGAIN_AFTER_MS = 200

/**
 * Only one of several processes can be the first to use the name. Storage that does not know conditions
 * on writing (Garage) keeps the last of those that come at the same moment.
 */
export async function leaveMark(bucket: Bucket, mark: string): Promise<string> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const there = await bucket.readText(MARK)
    if (there !== null) return there
    if (!(await bucket.putFirst(MARK, mark))) await sleep(AGAIN_AFTER_MS)
  }
  throw new Unavailable('The files could not be marked')
}
