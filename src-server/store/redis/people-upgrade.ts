import type { Keys } from './keys.ts'
import type { Link } from './link.ts'
import { FIND_OWNER, TAKE_OVER_PERSON, TAKE_OVER_TOKEN } from './people-scripts.ts'
import type { Script } from './script.ts'

/** Keys that one look goes over: Redis answers others in between. */
const SCAN_COUNT = 500

/**
 * Takes over people of the first versions, who had keys of their own. Each one once, however many
 * instances start at the same time; a start that is cut short is made up for by the next.
 */
export async function upgradePeople(link: Link, keys: Keys): Promise<void> {
  const isDone = await link.ask((redis) => redis.get(keys.peopleUpgraded))
  if (isDone !== null) return
  await takeOver(link, keys, keys.formerPeople, TAKE_OVER_PERSON)
  await takeOver(link, keys, keys.formerTokens, TAKE_OVER_TOKEN)
  await link.run(FIND_OWNER, [keys.people], [])
  await link.ask((redis) => redis.set(keys.peopleUpgraded, '1'))
}

async function takeOver(link: Link, keys: Keys, stem: string, script: Script): Promise<void> {
  let cursor = '0'
  do {
    const [next, found] = await link.ask((redis) =>
      redis.scan(cursor, 'MATCH', `${stem}*`, 'COUNT', SCAN_COUNT),
    )
    for (const key of found) await link.run(script, [keys.people, key], [key.slice(stem.length)])
    cursor = next
  } while (cursor !== '0')
}
