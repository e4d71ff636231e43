import { expect, test } from 'vitest'
import type { CallId, PersonId } from '#shared/domain/ids.ts'
import { createCallLines } from './call-lines.ts'
import { endpointOf, keyOf, type Endpoint } from './endpoint.ts'

const [CALL, OTHER_CALL] = ['call', 'other call'] as [string, string] as [CallId, CallId]
const [ANNA, BEN] = ['anna', 'ben'] as [string, string] as [PersonId, PersonId]

/** Some ends, and what each of them heard. */
function createEnds() {
  const lines = createCallLines()
  return (callId: CallId, personId: PersonId) => {
    const heard: { from: Endpoint; payload: string }[] = []
    const opened = lines.open({ callId, personId }, (from, payload) => {
      heard.push({ from, payload: payload.toString() })
    })
    const say = (to: Endpoint, text: string): void => opened.send(to, Buffer.from(text))
    return { ...opened, heard, say }
  }
}

test('what one side sends is heard by the other one, from the address of the sender', () => {
  const open = createEnds()
  const [anna, ben] = [open(CALL, ANNA), open(CALL, BEN)]
  anna.say(ben.relayed, 'hello')
  ben.say(anna.relayed, 'good morning')
  expect(ben.heard).toEqual([{ from: anna.relayed, payload: 'hello' }])
  expect(anna.heard).toEqual([{ from: ben.relayed, payload: 'good morning' }])
  expect([anna.leadsTo(ben.relayed), ben.leadsTo(anna.relayed)]).toEqual([true, true])
})

test('of several ends of one side each is reached by its own address', () => {
  const open = createEnds()
  const [anna, ben, benToo] = [open(CALL, ANNA), open(CALL, BEN), open(CALL, BEN)]
  anna.say(benToo.relayed, 'hello')
  expect([ben.heard.length, benToo.heard.length]).toEqual([0, 1])
})

test('nobody is reached but the other side of the same call', () => {
  const open = createEnds()
  const [anna, annaToo] = [open(CALL, ANNA), open(CALL, ANNA)]
  const strangers = [open(OTHER_CALL, BEN), open(OTHER_CALL, ANNA)]
  const nowhere = { ...anna.relayed, port: 22 }
  const elsewhere = endpointOf('127.0.0.1', strangers[0]?.relayed.port ?? 0) as Endpoint
  for (const end of [anna, annaToo, ...strangers].map(({ relayed }) => relayed)) {
    if (end.port !== anna.relayed.port) anna.say(end, 'hello')
  }
  for (const peer of [nowhere, elsewhere, anna.relayed]) {
    expect(anna.leadsTo(peer)).toBe(false)
    anna.say(peer, 'hello')
  }
  expect([anna, annaToo, ...strangers].flatMap(({ heard }) => heard)).toEqual([])
})

test('only addresses of the relay itself may be asked for', () => {
  const open = createEnds()
  const [anna, ben] = [open(CALL, ANNA), open(CALL, BEN)]
  expect(anna.permits(ben.relayed)).toBe(true)
  for (const address of ['127.0.0.1', '192.168.1.1', '192.0.2.2', '::1']) {
    expect(anna.permits(endpointOf(address, ben.relayed.port) as Endpoint)).toBe(false)
  }
})

test('an end that was closed is not reached any more, and no two have one address', () => {
  const open = createEnds()
  const anna = open(CALL, ANNA)
  const addresses = new Set<string>()
  // More than there are ports, so that each of them comes again.
  for (let round = 0; round < 20_000; round += 1) {
    const ben = open(CALL, BEN)
    addresses.add(keyOf(ben.relayed))
    expect(keyOf(ben.relayed)).not.toBe(keyOf(anna.relayed))
    ben.close()
    if (round % 5_000 === 0) {
      anna.say(ben.relayed, 'hello')
      expect(ben.heard).toEqual([])
    }
  }
  expect(addresses.size).toBe(16_383)
})
