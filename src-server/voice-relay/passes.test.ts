import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { voiceStayIdSchema } from '#shared/domain/voice.ts'
import { createPasses } from './passes.ts'
import { longTermKey } from './stun.ts'
import { REALM } from './turn-session.ts'

const newStay = () => voiceStayIdSchema.parse(randomUUID())

test('a pass is of one stay, and nobody could come up with it', () => {
  const passes = createPasses()
  const [one, other] = [newStay(), newStay()]
  const { username, credential } = passes.issue(one)
  expect(passes.keyFor(username)).toEqual(longTermKey(username, REALM, credential))
  expect(passes.issue(one).credential).toBe(credential)
  expect(passes.issue(other).credential).not.toBe(credential)
  expect(credential.length).toBeGreaterThanOrEqual(32)
  expect(passes.keyFor('nobody')).toBeNull()
  expect(passes.keyFor(newStay())).toBeNull()
})

test('two hold it at once; a third has to wait until one of them has gone', () => {
  const passes = createPasses()
  const { username } = passes.issue(newStay())
  const holders = [() => {}, () => {}, () => {}] as const
  expect(holders.map((end) => passes.claim(username, end))).toEqual([true, true, false])
  passes.release(holders[0])
  expect(passes.claim(username, holders[2])).toBe(true)
  expect(passes.claim('nobody', holders[0])).toBe(false)
})

test('with the stay everything ends that was held by it, and nothing else', () => {
  const passes = createPasses()
  const [one, other] = [newStay(), newStay()]
  const ended: string[] = []
  for (const stay of [one, other]) {
    passes.claim(passes.issue(stay).username, () => ended.push(stay))
  }
  passes.revoke(one)
  passes.revoke(one)
  expect(ended).toEqual([one])
  expect(passes.keyFor(one)).toBeNull()
  expect(passes.keyFor(other)).not.toBeNull()
})
