import { expect, test } from 'vitest'
import type { CallId, PersonId } from '#shared/domain/ids.ts'
import { createCallPasses } from './call-passes.ts'
import type { Endpoint } from './endpoint.ts'
import { createPasses } from './passes.ts'

const [CALL, OTHER_CALL] = ['call', 'other call'] as [string, string] as [CallId, CallId]
const [ANNA, BEN] = ['anna', 'ben'] as [string, string] as [PersonId, PersonId]
const client: Endpoint = { address: Buffer.alloc(4), port: 1 }

function createWorld() {
  const passes = createPasses()
  const calls = createCallPasses(passes)
  const ended: string[] = []
  return {
    ...{ passes, calls, ended },
    /** Begins something with a pass. */
    begin: (username: string) => passes.claim(username, () => void ended.push(username)),
  }
}

test('the two sides of a call reach each other by theirs', () => {
  const { calls, begin } = createWorld()
  const [anna, ben] = [ANNA, BEN].map((one) => begin(calls.issue(CALL, one).username))
  const heard: string[] = []
  const ofBen = ben?.open(client, (_from, payload) => heard.push(payload.toString()))
  const ofAnna = anna?.open(client, () => {})
  if (!ofBen || !ofAnna) throw new Error('There is no place')
  ofAnna.send(ofBen.relayed, Buffer.from('hello'))
  expect(heard).toEqual(['hello'])
})

test('each asking gives another one, and with the one before nothing new is begun', () => {
  const { calls, begin, ended } = createWorld()
  const first = calls.issue(CALL, ANNA)
  expect(begin(first.username)).not.toBeNull()
  const second = calls.issue(CALL, ANNA)
  expect(second.credential).not.toBe(first.credential)
  expect(begin(first.username)).toBeNull()
  expect(begin(second.username)).not.toBeNull()
  expect(ended).toEqual([])
  // The other one's are theirs.
  const ofBen = calls.issue(CALL, BEN)
  expect(begin(ofBen.username)).not.toBeNull()
  expect(begin(second.username)).not.toBeNull()
})

test('asking again and again leaves no more than four, the newest', () => {
  const { calls, begin, ended, passes } = createWorld()
  const names = Array.from({ length: 6 }, () => {
    const { username } = calls.issue(CALL, ANNA)
    begin(username)
    return username
  })
  expect(ended).toEqual(names.slice(0, 2))
  expect(names.map((name) => passes.keyFor(name) !== null)).toEqual([
    ...[false, false, true, true, true, true],
  ])
})

test('when the call is over nothing of it is left, and other calls go on', () => {
  const { calls, begin, ended, passes } = createWorld()
  const ofCall = [calls.issue(CALL, ANNA), calls.issue(CALL, ANNA), calls.issue(CALL, BEN)]
  const other = calls.issue(OTHER_CALL, ANNA)
  for (const { username } of [...ofCall, other]) begin(username)
  calls.revoke(CALL)
  calls.revoke(CALL)
  expect(ofCall.map(({ username }) => passes.keyFor(username))).toEqual([null, null, null])
  // The first one of Anna's had been followed before it was used.
  expect(ended).toEqual(ofCall.slice(1).map(({ username }) => username))
  expect(passes.keyFor(other.username)).not.toBeNull()
})
