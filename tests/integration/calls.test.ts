import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { callRecordWireSchema, callWireSchema } from '#shared/protocol/call-wire.ts'
import { events } from '#shared/protocol/events.ts'
import { entriesWith, entryOf, expectFree, phase, ring, talk, twoPeople } from '../support/calls.ts'
import { ask, refusalOf, told } from '../support/conversation.ts'
import { onEveryDeployment, type Participant } from '../support/deployments.ts'
import { parseExactly } from '../support/exactly.ts'

/** What plain clients do, with nothing but what is documented. */
onEveryDeployment('calls of plain clients', (deployment) => {
  test('one calls, the other accepts, they signal, and one hangs up', async () => {
    const { anna, ben } = await twoPeople(deployment)
    anna.client.emit('call:request', { to: ben.name })
    const incoming = await ben.client.next('call:incoming')
    expect(incoming.from).toBe(anna.name)
    parseExactly(events['call:incoming'].payload, incoming)

    ben.client.emit('call:accept', { to: anna.name })
    expect(await anna.client.next('call:accepted')).toMatchObject({ from: ben.name })

    const offer = { type: 'offer', sdp: 'v=0\r\no=anna' } as const
    anna.client.emit('webrtc:offer', { to: ben.name, offer })
    expect(await ben.client.next('webrtc:offer')).toMatchObject({ from: anna.name, offer })
    const answer = { type: 'answer', sdp: 'v=0\r\no=ben' } as const
    ben.client.emit('webrtc:answer', { to: anna.name, answer })
    expect(await anna.client.next('webrtc:answer')).toMatchObject({ from: ben.name, answer })
    const candidate = { candidate: 'candidate:1 1 udp 1 192.0.2.1 1 typ host', sdpMid: '0' }
    ben.client.emit('webrtc:ice', { to: anna.name, candidate })
    expect(await anna.client.next('webrtc:ice')).toMatchObject({ from: ben.name, candidate })
    anna.client.emit('webrtc:ice', { to: ben.name, candidate: null })
    expect(await ben.client.next('webrtc:ice')).toMatchObject({ from: anna.name, candidate: null })

    // Plain clients do not say when media flows: an answer that went through has to do.
    const call = await phase(ben.client, { id: incoming.callId }, 'connected')
    anna.client.emit('call:end', { to: ben.name, duration: 999 })
    const ended = await ben.client.next('call:ended')
    expect(ended).toMatchObject({ from: anna.name, reason: 'hung-up', callId: call.id })
    expect(ended.duration).toBeLessThan(20)
    for (const { client } of [anna, ben]) {
      const entry = await entryOf(client, call)
      expect(entry).toMatchObject({ type: 'call', userId: anna.id, roomId: call.roomId })
      expect(entry.call).toMatchObject({ reason: 'hung-up', isMissed: false })
      expect(entry.text).toMatch(/^Call/)
    }
    // The entry is nothing that Anna said.
    for (const { client } of [anna, ben]) await client.settle()
    expect(told(ben.client, 'chat:direct:received')).toEqual([])
    expect(told(anna.client, 'error')).toEqual([])
    expect(told(ben.client, 'error')).toEqual([])
    await expectFree(anna, ben)
  })

  test('one calls, and the other rejects', async () => {
    const { anna, ben } = await twoPeople(deployment)
    anna.client.emit('call:request', { to: ben.id })
    const { callId } = await ben.client.next('call:incoming')
    ben.client.emit('call:reject', { to: anna.name })
    const rejected = await anna.client.next('call:rejected')
    expect(rejected).toMatchObject({ from: ben.name, callId })
    expect(await entryOf(ben.client, { id: callId })).toMatchObject({ text: 'Declined call' })
    expect((await entriesWith(ben, anna)).unread).toBe(0)
    await expectFree(anna, ben)
  })

  test('one calls, and waits long enough', async () => {
    const { anna, ben } = await twoPeople(deployment)
    anna.client.emit('call:request', { to: ben.name })
    const { callId } = await ben.client.next('call:incoming')
    anna.client.emit('call:timeout', { to: ben.name })
    expect(await ben.client.next('call:timeout')).toMatchObject({ from: anna.name, callId })
    expect(await anna.client.next('call:unavailable')).toMatchObject({ to: ben.name, callId })
    expect(await entryOf(ben.client, { id: callId })).toMatchObject({ text: 'Missed call' })
    expect((await entriesWith(ben, anna)).unread).toBe(1)
    expect((await entriesWith(anna, ben)).unread).toBe(0)
  })

  test('one calls, and hangs up before the other answers', async () => {
    const { anna, ben } = await twoPeople(deployment)
    anna.client.emit('call:request', { to: ben.name })
    const { callId } = await ben.client.next('call:incoming')
    anna.client.emit('call:end', { to: ben.name, duration: 0 })
    expect(await ben.client.next('call:ended')).toMatchObject({
      ...{ from: anna.name, duration: 0, reason: 'cancelled', callId },
    })
    expect((await entryOf(ben.client, { id: callId })).call).toMatchObject({ isMissed: true })
  })
})

onEveryDeployment('calls', (deployment) => {
  let owner: Participant
  // Whoever comes first owns the server.
  beforeAll(async () => {
    owner = await deployment.person('The Owner')
  })

  test('every event and every answer has the fields that are documented, and no others', async () => {
    const two = await twoPeople(deployment)
    const { anna, ben } = two
    const call = await talk(two)
    await ask(ben.client, 'call:state', { to: anna.name, callId: call.id, isMuted: true })
    await ask(anna.client, 'call:end', { to: ben.name, callId: call.id })
    await entryOf(ben.client, call)
    await anna.client.next('call:state')
    await phase(anna.client, call, 'ended')
    for (const client of [anna.client, ben.client]) {
      for (const { name, payload } of client.received) {
        if (name.startsWith('call:')) {
          parseExactly(events[name as 'call:changed'].payload, payload)
        }
      }
    }
    const { calls } = await ask(ben.client, 'calls:list', {})
    expect(calls).toHaveLength(1)
    expect(parseExactly(callRecordWireSchema, calls[0])).toMatchObject({
      ...{ id: call.id, direction: 'incoming', reason: 'hung-up', isMissed: false },
      with: { id: anna.id, name: anna.name },
    })
  })

  test('who calls and who is called hear the same, in the order of its revisions', async () => {
    const two = await twoPeople(deployment)
    const call = await talk(two)
    await ask(two.anna.client, 'call:end', { to: two.ben.name })
    for (const { client } of [two.anna, two.ben]) {
      const last = await phase(client, call, 'ended')
      expect(last).toMatchObject({ reason: 'hung-up', ringsUntil: null })
      const phases = told(client, 'call:changed').map((payload) => callWireSchema.parse(payload))
      expect(phases.map(({ phase: name }) => name)).toEqual([
        ...['ringing', 'connecting', 'connected', 'ended'],
      ])
      expect(phases.map(({ revision }) => revision)).toEqual([0, 1, 2, 3])
    }
  })

  test('both call each other: it becomes one call, which is answered', async () => {
    const { anna, ben } = await twoPeople(deployment)
    const [one, other] = await Promise.all([
      ask(anna.client, 'call:request', { to: ben.name }),
      ask(ben.client, 'call:request', { to: anna.name }),
    ])
    expect(one.call.id).toBe(other.call.id)
    const accepted = await Promise.all(
      [anna, ben].map(({ client }) => client.next('call:accepted')),
    )
    expect(accepted.map(({ callId }) => callId)).toEqual([one.call.id, one.call.id])
    const states = await Promise.all(
      [anna, ben].map(({ client }) => phase(client, one.call, 'connecting')),
    )
    expect(states[0]).toEqual(states[1])
    const ends = [states[0]?.caller.device, states[0]?.callee.device]
    expect(new Set(ends)).toEqual(new Set([anna.client.socket.id, ben.client.socket.id]))
    await ask(anna.client, 'call:end', { to: ben.name })
    expect((await entriesWith(anna, ben)).messages).toHaveLength(1)
  })

  test('whoever is in a call or rung already is busy, and has a missed call', async () => {
    const two = await twoPeople(deployment)
    const { anna, ben } = two
    const zoe = await deployment.person(`Zoe of ${anna.name}`.slice(0, 20))
    const call = await ring(two)
    for (const busy of [anna, ben]) {
      const reply = await ask(zoe.client, 'call:request', { to: busy.name })
      expect(reply.call).toMatchObject({ phase: 'ended', reason: 'busy', ringsUntil: null })
      expect(await zoe.client.next('call:unavailable')).toMatchObject({
        ...{ to: busy.name, reason: 'busy', callId: reply.call.id },
      })
      expect(await entryOf(busy.client, reply.call)).toMatchObject({ text: 'Missed call' })
      expect((await entriesWith(busy, zoe)).unread).toBe(1)
    }
    expect(await refusalOf(anna.client, 'call:request', { to: zoe.name })).toBe('conflict')
    await ask(ben.client, 'call:accept', { to: anna.name, callId: call.id })
    expect(told(ben.client, 'call:incoming')).toHaveLength(1)
  })

  test('all devices ring, and stop when one of them answers', async () => {
    const two = await twoPeople(deployment)
    const { anna, ben } = two
    const phone = await deployment.device(ben)
    const call = await ring(two)
    await phone.next('call:incoming', ({ callId }) => callId === call.id)
    await ask(phone, 'call:accept', { to: anna.name })
    expect(await ben.client.next('call:ended')).toMatchObject({
      ...{ from: anna.name, callId: call.id, duration: 0, reason: 'answered-elsewhere' },
    })
    const now = await phase(ben.client, call, 'connecting')
    expect(now.callee).toMatchObject({ id: ben.id, device: phone.socket.id })
    await phase(phone, call, 'connecting')
    expect(told(phone, 'call:ended')).toEqual([])

    // What the device says that is not in the call goes nowhere.
    const offer = { to: anna.name, offer: 'v=0' }
    expect(await refusalOf(ben.client, 'webrtc:offer', offer)).toBe('conflict')
    expect(await refusalOf(ben.client, 'call:connected', { to: anna.name })).toBe('conflict')
    await ask(anna.client, 'webrtc:offer', { to: ben.name, offer: 'v=0' })
    await phone.next('webrtc:offer')
    await ben.client.settle()
    expect(told(ben.client, 'webrtc:offer')).toEqual([])
  })

  test('all devices stop when one of them declines', async () => {
    const two = await twoPeople(deployment)
    const phone = await deployment.device(two.ben)
    const call = await ring(two)
    await ask(phone, 'call:reject', { to: two.anna.id })
    expect(await two.ben.client.next('call:ended')).toMatchObject({ reason: 'declined' })
    await phase(phone, call, 'ended')
    expect(told(phone, 'call:ended')).toEqual([])
  })

  test('a device that comes while it rings is told, by the join and by the event', async () => {
    const two = await twoPeople(deployment)
    const call = await ring(two)
    const phone = await deployment.open(two.ben.token)
    const joined = await phone.join('general', two.ben.name)
    expect(joined.call).toMatchObject({ id: call.id, phase: 'ringing' })
    expect(await phone.next('call:incoming')).toMatchObject({ from: two.anna.name })
    // Once: going to another room is no news.
    await phone.join('music', two.ben.name)
    await phone.settle()
    expect(told(phone, 'call:incoming')).toHaveLength(1)
    await ask(phone, 'call:accept', { to: two.anna.name })
    await two.anna.client.next('call:accepted')
  })

  test('whoever is not here, is not to be disturbed, seen, or rung by this one cannot be reached', async () => {
    const { anna, ben: absent } = await twoPeople(deployment)
    const [busy, hidden] = [(await twoPeople(deployment)).ben, (await twoPeople(deployment)).ben]
    const quiet = (await twoPeople(deployment)).ben
    const phone = await deployment.device(quiet)
    const chosen = await ask(quiet.client, 'person:ring', { userId: anna.id, on: false })
    expect(chosen).toEqual({ ok: true, quietCallers: [anna.id] })
    const shown = await phone.next('profile:changed', ({ id }) => id === quiet.id)
    expect(shown).toMatchObject({ quietCallers: [anna.id], blocked: [] })
    await ask(busy.client, 'profile:update', { availability: 'dnd' })
    await ask(hidden.client, 'profile:update', { availability: 'invisible' })
    absent.client.close()
    await anna.client.next('people:changed', (people) =>
      people.some(({ id, presence }) => id === absent.id && presence === 'offline'),
    )

    const outcomes = []
    for (const person of [absent, busy, hidden, quiet]) {
      const { call } = await ask(anna.client, 'call:request', { to: person.name })
      expect(await entryOf(anna.client, call)).toMatchObject({ text: 'Missed call' })
      outcomes.push({
        call: { ...call, id: '', roomId: '', callee: { ...call.callee, id: '', name: '' } },
        event: { ...(await anna.client.next('call:unavailable')), to: '', toId: '', callId: '' },
      })
    }
    const [first, ...others] = outcomes.map(({ call, event }) => ({
      ...{ call: { ...call, startedAt: 0, endedAt: 0 }, event },
    }))
    expect(first).toMatchObject({
      call: { phase: 'ended', reason: 'unreachable' },
      event: { reason: 'unreachable' },
    })
    // The caller cannot tell one from the other.
    expect(others).toEqual([first, first, first])

    for (const person of [busy, hidden, quiet]) {
      await person.client.next('chat:message', ({ type }) => type === 'call')
      expect((await entriesWith(person, anna)).unread).toBe(1)
      expect(told(person.client, 'call:incoming')).toEqual([])
    }
    expect(told(phone, 'call:incoming')).toEqual([])
    // They write to each other as before, and the other way round it rings.
    expect(await refusalOf(anna.client, 'chat:direct', { to: quiet.name, text: 'Hi' })).toBe('ok')
    const { call: rung } = await ask(quiet.client, 'call:request', { to: anna.name })
    expect(rung.phase).toBe('ringing')
    await ask(quiet.client, 'call:end', { to: anna.name })
    await ask(phone, 'person:ring', { userId: anna.id, on: true })
    const { call: again } = await ask(anna.client, 'call:request', { to: quiet.name })
    expect(again.phase).toBe('ringing')
    await ask(anna.client, 'call:end', { to: quiet.name })
    const back = await deployment.device(absent)
    const { calls } = await ask(back, 'calls:list', { filter: 'missed' })
    expect(calls).toMatchObject([{ with: { id: anna.id }, reason: 'unreachable' }])
    expect((await entriesWith({ ...absent, client: back }, anna)).unread).toBe(1)
  })

  test('whose calls ring is chosen about somebody else who was here, by somebody who is', async () => {
    const { anna, ben } = await twoPeople(deployment)
    const choose = (client: typeof anna.client, userId: string) =>
      refusalOf(client, 'person:ring', { userId, on: false } as never)
    expect(await choose(anna.client, anna.id)).toBe('conflict')
    expect(await choose(anna.client, randomUUID())).toBe('not-found')
    expect(await choose(anna.client, 'everybody')).toBe('invalid')
    expect(await choose(await deployment.open(), ben.id)).toBe('unauthorized')
  })

  test('nobody calls whom they may not write to, and a block ends the call of the two', async () => {
    const two = await twoPeople(deployment)
    const { anna, ben } = two
    const call = await ring(two)
    await ask(ben.client, 'person:block', { userId: anna.id, on: true })
    expect(await anna.client.next('call:rejected')).toMatchObject({ callId: call.id })
    const refused = await anna.client.call('call:request', { to: ben.name })
    const unwritten = await anna.client.call('chat:direct', { to: ben.name, text: 'Hello' })
    expect(refused.ok ? null : refused.error).toEqual(unwritten.ok ? null : unwritten.error)
    expect(await refusalOf(ben.client, 'call:request', { to: anna.name })).toBe('forbidden')
    expect((await entriesWith(anna, ben)).messages).toHaveLength(1)
    expect(told(ben.client, 'call:incoming')).toHaveLength(1)
    expect(await refusalOf(anna.client, 'call:request', { to: anna.name })).toBe('forbidden')
    expect(await refusalOf(anna.client, 'call:request', { to: 'Nobody' })).toBe('not-found')
    const stranger = await deployment.open()
    expect(await refusalOf(stranger, 'call:request', { to: anna.name })).toBe('unauthorized')
  })

  test('signalling outside of an answered call goes nowhere', async () => {
    const two = await twoPeople(deployment)
    const { anna, ben } = two
    const zoe = await deployment.person(`Zoe of ${anna.name}`.slice(0, 20))
    const signals = [
      ['webrtc:offer', { offer: 'v=0' }],
      ['webrtc:answer', { answer: 'v=0' }],
      ['webrtc:ice', { candidate: null }],
      ['call:state', { isMuted: true }],
    ] as const
    const all = async (from: typeof anna, to: typeof anna, more: object = {}) =>
      Promise.all(
        signals.map(([name, rest]) =>
          refusalOf(from.client, name, { to: to.name, ...rest, ...more }),
        ),
      )
    expect(await all(anna, ben)).toEqual(signals.map(() => 'not-found'))
    const call = await ring(two)
    expect(await all(anna, ben)).toEqual(signals.map(() => 'conflict'))
    expect(await all(ben, anna)).toEqual(signals.map(() => 'conflict'))
    const early = await anna.client.call('webrtc:offer', { to: ben.name, offer: 'v=0' })
    expect(early.ok ? '' : early.error.message).toMatch(/not answered yet/)
    await ask(ben.client, 'call:accept', { to: anna.name })
    expect(await all(zoe, ben)).toEqual(signals.map(() => 'not-found'))
    expect(await all(zoe, ben, { callId: call.id })).toEqual(signals.map(() => 'not-found'))
    expect(await all(anna, zoe)).toEqual(signals.map(() => 'not-found'))
    const other = { callId: '00000000-0000-4000-8000-000000000000' }
    expect(await all(anna, ben, other)).toEqual(signals.map(() => 'not-found'))
    expect(await all(anna, ben, { callId: call.id })).toEqual(signals.map(() => 'ok'))
    await ben.client.next('call:state')
    for (const [name] of signals) expect(told(ben.client, name)).toHaveLength(1)
    await ask(ben.client, 'call:end', { to: anna.name })
    expect(await all(anna, ben)).toEqual(signals.map(() => 'not-found'))
    for (const { client } of [anna, zoe]) {
      await client.settle()
      for (const [name] of signals) expect(told(client, name)).toEqual([])
    }
  })

  test('what is too large or no description is refused in words', async () => {
    const two = await twoPeople(deployment)
    const { anna, ben } = two
    await talk(two)
    const long = 'x'.repeat(64_001)
    for (const [name, rest, words] of [
      ['webrtc:offer', { offer: { type: 'offer', sdp: long } }, /session description/],
      ['webrtc:offer', { offer: { type: 'answer', sdp: 'v=0' } }, /session description/],
      ['webrtc:offer', { offer: long }, /session description/],
      ['webrtc:answer', { answer: { sdp: '' } }, /session description/],
      ['webrtc:ice', { candidate: { candidate: 'x'.repeat(2_001) } }, /ICE candidate/],
      ['webrtc:ice', { candidate: 7 }, /ICE candidate/],
    ] as const) {
      const reply = await anna.client.call(name, { to: ben.name, ...rest } as never)
      expect(reply).toMatchObject({ ok: false, error: { code: 'invalid' } })
      expect(reply.ok ? '' : reply.error.message).toMatch(words)
    }
    await ask(anna.client, 'webrtc:offer', { to: ben.name, offer: 'v=0' })
    await ben.client.next('webrtc:offer')
    expect(told(ben.client, 'webrtc:offer')).toHaveLength(1)
  })

  test('what comes in order goes out in order', async () => {
    const two = await twoPeople(deployment)
    await talk(two)
    const wanted = Array.from({ length: 60 }, (_, index) => `candidate:${index}`)
    for (const candidate of wanted) {
      two.anna.client.emit('webrtc:ice', { to: two.ben.name, candidate })
    }
    await two.ben.client.next('webrtc:ice', ({ candidate }) => candidate === wanted.at(-1))
    const heard = told(two.ben.client, 'webrtc:ice') as { candidate: string }[]
    expect(heard.map(({ candidate }) => candidate)).toEqual(wanted)
  })

  test('the entry of a call can be deleted, pinned and answered, and not changed', async () => {
    const two = await twoPeople(deployment)
    const { anna, ben } = two
    const call = await talk(two)
    await ask(ben.client, 'call:end', { to: anna.name })
    const { id: messageId, roomId, text } = await entryOf(anna.client, call)
    expect(await refusalOf(anna.client, 'chat:edit', { messageId, text: 'No call' })).toBe(
      'forbidden',
    )
    const answer = await ask(ben.client, 'chat:message', {
      roomId,
      text: 'Bye',
      replyTo: messageId,
    })
    expect(answer.message.replyTo).toMatchObject({ id: messageId, text })
    const { results } = await ask(anna.client, 'chat:search', { query: 'call', roomId })
    expect(results.map(({ message }) => message.id)).toEqual([messageId])
    expect(await refusalOf(ben.client, 'chat:delete', { messageId })).toBe('forbidden')
    const { message } = await ask(anna.client, 'chat:delete', { messageId })
    expect(message).toMatchObject({ type: 'call', text: '' })
    expect(message.call).toBeUndefined()
    expect((await ask(ben.client, 'calls:list', {})).calls).toHaveLength(1)
  })

  test('nobody says that there was a call', async () => {
    const { anna, ben } = await twoPeople(deployment)
    const { conversation } = await ask(anna.client, 'direct:open', { userId: ben.id })
    const forged = { type: 'call', call: { id: anna.id, reason: 'hung-up', duration: 5 } }
    const { message } = await ask(anna.client, 'chat:message', {
      ...{ roomId: conversation.roomId, text: 'Call, 5 s', ...forged },
    })
    expect(message.type).toBe('text')
    expect(message.call).toBeUndefined()
  })

  test('the history is paged from the newest back, and missed calls by themselves', async () => {
    const two = await twoPeople(deployment)
    const { anna, ben } = two
    const ids: string[] = []
    for (const how of ['call:reject', 'call:end', 'call:reject'] as const) {
      const call = await ring(two)
      const client = how === 'call:end' ? anna.client : ben.client
      await ask(client, how, { to: (how === 'call:end' ? ben : anna).name })
      ids.unshift(call.id)
    }
    const { calls, more } = await ask(anna.client, 'calls:list', { limit: 2 })
    expect([calls.map(({ id }) => id), more]).toEqual([ids.slice(0, 2), true])
    const next = await ask(anna.client, 'calls:list', { limit: 2, before: ids[1] })
    expect([next.calls.map(({ id }) => id), next.more]).toEqual([ids.slice(2), false])
    const missed = await ask(ben.client, 'calls:list', { filter: 'missed' })
    expect(missed.calls.map(({ id }) => id)).toEqual([ids[1]])
    expect((await ask(anna.client, 'calls:list', { filter: 'missed' })).calls).toEqual([])
  })

  test('whoever is thrown out is in no call any more', async () => {
    const two = await twoPeople(deployment)
    const { anna, ben } = two
    const call = await talk(two)
    await ask(await deployment.device(owner), 'person:kick', { userId: ben.id })
    expect(await anna.client.next('call:ended')).toMatchObject({ callId: call.id })
    await expectFree(anna)
  })
})
