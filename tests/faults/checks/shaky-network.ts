import { closeClients, connect } from '../../support/client.ts'
import type { Random } from '../../support/random.ts'
import { readAll } from '../../support/redis-conversation.ts'
import type { StartedServer } from '../../support/start-server.ts'
import { startTcpProxy } from '../../support/tcp-proxy.ts'
import { createResident, ROOM } from '../convergence/resident.ts'
import { lines, type Plan } from '../convergence/schedule.ts'

/** The proportions of "two seconds away in every ten", in a tenth of the time. */
const UP_MS = 800
const DOWN_MS = 200

/**
 * The network of everybody fails again and again while they talk: whatever was said has to reach each
 * of them, once. (Without offsets and history Socket.IO loses about one in seven here.)
 *
 * @returns what is not so, as sentences
 */
export async function talkOnShakyNetwork(
  instances: readonly StartedServer[],
  options: { readonly random: Random; readonly people: number; readonly linesEach: number },
): Promise<readonly string[]> {
  const { random, people, linesEach } = options
  const proxies = await Promise.all(instances.map(({ port }) => startTcpProxy(port)))
  const refuse = (on: boolean): void => proxies.forEach((proxy) => proxy.refuse(on))
  let isDown = false
  let hasHelpedAnybody = false
  let timer = setTimeout(toggle, UP_MS)
  function toggle(): void {
    // On a busy machine nobody may get anything through in this time, and nobody ever would.
    isDown = !isDown && hasHelpedAnybody
    hasHelpedAnybody = false
    refuse(isDown)
    timer = setTimeout(toggle, isDown ? DOWN_MS : UP_MS)
  }
  const plan: Plan[] = Array.from({ length: people }, (_, index) => ({
    who: `Shaky ${index}`,
    steps: lines(random, `Shaky ${index}`, linesEach),
  }))
  const paceMs = (UP_MS + DOWN_MS) * (ROUNDS_OF_TROUBLE / linesEach)
  const residents = plan.map((one) =>
    createResident({
      plan: one,
      random,
      origins: () => proxies.map(({ origin }) => origin),
      onProgress: () => void (hasHelpedAnybody = true),
      pace: () => new Promise((resolve) => setTimeout(resolve, paceMs)),
    }),
  )
  try {
    await Promise.all(residents.map(({ done }) => done))
    clearTimeout(timer)
    refuse(false)
    const reader = await connect(instances[0]?.origin ?? '')
    const { lastSeq } = await reader.join(ROOM, 'Shaky Reader')
    const stored = (await readAll(reader, ROOM)).map(({ id }) => id)
    await Promise.all(residents.map((resident) => resident.knows(lastSeq)))
    return residents.flatMap((resident) => {
      const own = plan.find(({ who }) => who === resident.who)?.steps ?? []
      const timeline = resident.timeline()
      const said = own.map(({ key }) => timeline.filter(({ clientId }) => clientId === key).length)
      return [
        ...(said.every((count) => count === 1) ? [] : [`${resident.who} misses own lines`]),
        ...(timeline.map(({ id }) => id).join() === stored.join()
          ? []
          : [`${resident.who} knows ${timeline.length} of ${stored.length}`]),
      ]
    })
  } finally {
    clearTimeout(timer)
    residents.forEach((resident) => resident.leave())
    closeClients()
    await Promise.all(proxies.map((proxy) => proxy.close()))
  }
}

/** So often does the network fail while everybody says everything. */
const ROUNDS_OF_TROUBLE = 8
