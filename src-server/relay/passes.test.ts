import { expect, test } from 'vitest'
import { CALL_ALLOWANCE } from './allowance.ts'
import { createPasses, type Grant } from './passes.ts'
import { longTermKey } from './stun.ts'
import { REALM } from './turn-session.ts'

const grant: Grant = { places: 2, allowance: CALL_ALLOWANCE, open: () => null as never }

test('a pass is of one name, and nobody could come up with it', () => {
  const passes = createPasses()
  const { username, credential } = passes.issue('anna', grant)
  expect(passes.keyFor(username)).toEqual(longTermKey(username, REALM, credential))
  expect(passes.issue('anna', grant).credential).toBe(credential)
  expect(passes.issue('ben', grant).credential).not.toBe(credential)
  expect(credential.length).toBeGreaterThanOrEqual(32)
  expect(passes.keyFor('nobody')).toBeNull()
})

test('as many hold it at once as there are places; one more waits until one has gone', () => {
  const passes = createPasses()
  passes.issue('anna', grant)
  const holders = [() => {}, () => {}, () => {}] as const
  expect(holders.map((end) => passes.claim('anna', end))).toEqual([grant, grant, null])
  passes.release(holders[0])
  expect(passes.claim('anna', holders[2])).toBe(grant)
  expect(passes.claim('nobody', holders[0])).toBeNull()
})

test('when it holds no more everything ends that was held by it, and nothing else', () => {
  const passes = createPasses()
  const ended: string[] = []
  for (const name of ['anna', 'ben']) {
    passes.claim(passes.issue(name, grant).username, () => ended.push(name))
  }
  passes.revoke('anna')
  passes.revoke('anna')
  expect(ended).toEqual(['anna'])
  expect(passes.keyFor('anna')).toBeNull()
  expect(passes.keyFor('ben')).not.toBeNull()
})

test('with one that another has taken the place of, what has begun goes on and nothing begins', () => {
  const passes = createPasses()
  const ended: string[] = []
  passes.issue('anna', grant)
  passes.claim('anna', () => ended.push('anna'))
  passes.retire('anna')
  passes.retire('nobody')
  expect(passes.claim('anna', () => {})).toBeNull()
  // The client has to be able to refresh what it has.
  expect(passes.keyFor('anna')).not.toBeNull()
  expect(ended).toEqual([])
  passes.revoke('anna')
  expect(ended).toEqual(['anna'])
})
