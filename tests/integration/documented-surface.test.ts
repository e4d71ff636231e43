import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest'
import { closeClients, connect } from '../support/client.ts'
import { SET_UP_WITHIN_MS, setups, faultsOf, type RunningSetup } from '../support/setups.ts'
import { until } from '../support/redis-conversation.ts'
import { removeTemporaryFolders } from '../support/start-server.ts'
import { describeForging } from './documented/forging.ts'
import { describeHostility } from './documented/hostility.ts'
import { describeJoining } from './documented/joining.ts'
import { describeLeaving } from './documented/leaving.ts'
import { describePersonal } from './documented/personal.ts'
import { describeSpeaking } from './documented/speaking.ts'
import type { Surface } from './documented/surface.ts'

/** The surface that any Socket.IO client may rely on (docs/protocol.md), wherever the server runs. */
describe.each(setups)('the documented surface on $name', (setup) => {
  let running: RunningSetup
  beforeAll(async () => {
    running = await setup.start()
  }, SET_UP_WITHIN_MS)
  afterEach(async () => {
    closeClients()
    for (const origin of surface.origins()) await until(() => isEmpty(origin), 20_000)
  })
  afterAll(async () => {
    expect(faultsOf(running.instances)).toEqual([])
    await running.stop()
    removeTemporaryFolders()
  })

  const surface: Surface = {
    setup,
    origins: () => running.instances.map(({ origin }) => origin),
    here: () => connect(surface.origins()[0] ?? ''),
    there: () => connect(surface.origins().at(-1) ?? ''),
    polling: () => connect(surface.origins()[0] ?? '', { transports: ['polling', 'websocket'] }),
  }
  describeJoining(surface)
  describeLeaving(surface)
  describeSpeaking(surface)
  describePersonal(surface)
  describeForging(surface)
  describeHostility(surface)
})

/** The people of the test before have gone, as everybody sees it. */
async function isEmpty(origin: string): Promise<boolean> {
  const body = (await (await fetch(`${origin}/api/rooms`)).json()) as {
    rooms: readonly { users: number }[]
  }
  return body.rooms.every(({ users }) => users === 0)
}
