import { expect, test } from 'vitest'
import type { CallId, PersonId } from '#shared/domain/ids.ts'
import type { ServerOrigin } from '#shared/domain/server-address.ts'
import { fail, succeed } from '#shared/lib/result.ts'
import { findCallWays } from './call-ways.ts'
import type { Session } from './context.ts'

const OF = { to: 'jonas' as string as PersonId, callId: 'call' as string as CallId }
const relay = { address: null, username: 'pass', credential: 'word' }

/** A session with a server that gives this answer. */
function sessionWith(answer: unknown, origin = 'http://chat.lan:5000') {
  const asked: unknown[] = []
  const connection = {
    call: async (...request: unknown[]) => {
      asked.push(request)
      return answer
    },
  } as unknown as Session['connection']
  const server = { origin: origin as ServerOrigin } as Session['server']
  return { asked, find: () => findCallWays({ connection, server }, OF) }
}

test('the server itself comes first, then those that it names', async () => {
  const turn = { urls: ['turn:turn.lan'], username: '1:anna', credential: 'signed' }
  const iceServers = [{ urls: ['stun:stun.lan'] }, turn]
  const { asked, find } = sessionWith(succeed({ iceServers, relay }))
  expect(await find()).toEqual([
    { urls: 'turn:chat.lan:5000?transport=tcp', username: 'pass', credential: 'word' },
    { urls: ['stun:stun.lan'] },
    turn,
  ])
  expect(asked).toEqual([['call:ways', OF]])
})

test('without any there is nothing, which is not the same as no answer', async () => {
  expect(await sessionWith(succeed({ iceServers: [], relay: null })).find()).toEqual([])
  const none = sessionWith(fail({ code: 'offline', message: 'There is no connection' }))
  expect(await none.find()).toBeNull()
})

test('behind TLS the server itself is none', async () => {
  const { find } = sessionWith(succeed({ iceServers: [], relay }), 'https://chat.example.org')
  expect(await find()).toEqual([])
})
