import { createServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { connectTurn, type TurnClient } from '../../tests/support/turn-client.ts'
import { openRelay } from './open-relay.ts'

const OF_FOUR = 'a=candidate:1 1 UDP 2130706431 192.0.2.7 5000 typ host\r\n'
const OF_SIX = 'a=candidate:2 1 UDP 2130706430 2001:db8::7 5000 typ host\r\n'

const undo: (() => void)[] = []
afterEach(() => undo.splice(0).forEach((act) => act()))

/** Somebody whose offer names these addresses, with an allocation on the way to voice. */
async function allocateFor(offer: string): Promise<TurnClient> {
  const relay = openRelay({
    voice: { address: '127.0.0.1', port: 5_000 },
    ...{ hasCalls: false, address: null },
  })
  const server = createServer((socket) => relay.take(socket))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  undo.push(() => {
    relay.close()
    server.close()
  })
  const pass = relay.voice?.admit('stay' as never, { offer, hasPictures: false })
  const { username = '', credential = '' } = pass ?? {}
  const turn = await connectTurn((server.address() as { port: number }).port, {
    username,
    credential,
  })
  undo.push(() => turn.close())
  expect(await turn.allocate()).toBe(0)
  return turn
}

test('a client that knows voice by IPv4 is led to it by IPv4', async () => {
  const turn = await allocateFor(OF_SIX + OF_FOUR)
  expect(turn.relayed?.address).toHaveLength(4)
  expect(await turn.permit('192.0.2.7', 5_000)).toBe(0)
})

test('a server that has no IPv4 is reached through the relay as well', async () => {
  const turn = await allocateFor(OF_SIX)
  expect(turn.relayed?.address).toHaveLength(16)
  expect(await turn.permit('2001:db8::7', 5_000)).toBe(0)
})
