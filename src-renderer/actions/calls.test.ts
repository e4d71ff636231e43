import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { directIdOf } from '#shared/domain/direct.ts'
import { fail } from '#shared/lib/result.ts'
import { CALL_ID, createCallServer } from '../../tests/support/render/call-server.ts'
import { callWords } from '../state/calls.ts'
import { createApp, ORIGIN } from '../../tests/support/render/create-app.ts'
import { ANNA, GENERAL, JONAS, own } from '../../tests/support/render/fixtures.ts'
import type { Platform, Ringing } from '../platform/platform.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const UNSEEN = { isOnHold: false, isCameraOn: false, isSharing: false }

async function online(
  server = createCallServer(),
  disk = new Map<string, string>(),
  appInfo: Platform['appInfo'] = null,
) {
  const rung: (string | null)[] = []
  let answer: Parameters<Ringing['onAnswer']>[0] = () => undefined
  const ringing = (before: Ringing): Ringing => ({
    ...before,
    ring(incoming) {
      rung.push(incoming?.from ?? null)
      return before.ring(incoming)
    },
    onAnswer(listener) {
      answer = listener
      return () => undefined
    },
  })
  const app = await createApp(
    server,
    (platform) => ({ ...platform, appInfo, ringing: ringing(platform.ringing) }),
    disk,
  )
  await app.actions.joinKnownServer('Anna', ORIGIN)
  await app.pass()
  return {
    ...{ server, app, disk, rung },
    answer: (given: Parameters<typeof answer>[0]) => answer(given),
    calls: () => app.state().calls,
    lastNotice: () => app.state().notices.at(-1),
  }
}

test('whoever calls offers as soon as it is answered, and tells when sound flows', async () => {
  const { server, app, calls } = await online()
  await app.actions.callPerson(JONAS.id)
  expect(server.asked('call:request')).toEqual([
    { to: JONAS.id, tellsMedia: true, joinsGroups: true },
  ])
  expect(calls()).toMatchObject({ isHere: true, line: 'none', call: { phase: 'ringing' } })
  expect(app.voice.told).toContain('chime calling')
  server.tell('call:changed', server.answered())
  expect(app.voice.told.at(-1)).toBe(`call ${JONAS.id} insisting`)
  const line = app.voice.line()
  expect(line?.told).toEqual(['start'])
  line?.signal({ kind: 'offer', sdp: 'v=0' })
  line?.signal({ kind: 'candidate', candidate: null })
  await app.pass()
  const to = { to: JONAS.id, callId: CALL_ID }
  expect(server.asked('webrtc:offer')).toEqual([{ ...to, offer: { type: 'offer', sdp: 'v=0' } }])
  expect(server.asked('webrtc:ice')).toEqual([{ ...to, candidate: null }])
  expect(await app.voice.waysOfLine()).toEqual([{ urls: ['stun:stun.lan'] }])
  expect(server.asked('call:ways')).toEqual([to])
  line?.become('connected')
  await app.pass()
  expect(server.asked('call:connected')).toEqual([to])
  expect(calls().line).toBe('connected')
  line?.compare('1234 5678')
  expect(calls().code).toBe('1234 5678')
  app.actions.toggleMute()
  await app.pass()
  expect(server.asked('call:state').at(-1)).toEqual({ ...to, isMuted: true, ...UNSEEN })
})

test('what rings is answered here, and waits for the offer', async () => {
  const { server, app, calls, rung, answer } = await online()
  server.tell('call:incoming', {
    ...{ from: 'Jonas', fromId: JONAS.id, callId: CALL_ID },
    call: server.call({}, false),
  })
  // That nothing rings is said on coming in.
  expect(rung).toEqual([null, 'Jonas'])
  answer({ callId: CALL_ID as never, kind: 'accept' })
  await app.pass()
  expect(rung).toEqual([null, 'Jonas', null])
  expect(app.voice.told).toContain(`call ${JONAS.id} politely`)
  expect(app.voice.line()?.told).toEqual([])
  server.tell('webrtc:offer', {
    ...{ from: 'Jonas', fromId: JONAS.id, callId: CALL_ID, offer: { type: 'offer', sdp: 'v=1' } },
  })
  expect(app.voice.line()?.told).toEqual(['offer v=1'])
  server.tell('call:changed', server.call({ phase: 'ended', reason: 'hung-up' }, false))
  expect(calls()).toMatchObject({ call: null, isHere: false, line: 'none' })
  expect(app.voice.told.slice(-2)).toEqual(['disconnect', 'chime out'])
})

test('whoever does not want to be disturbed is not rung', async () => {
  const { server, rung, calls } = await online()
  server.tell('profile:changed', { ...own(ANNA), availability: 'dnd' })
  server.tell('call:changed', server.call({}, false))
  expect([calls().call?.phase, rung]).toEqual(['ringing', [null]])
})

test('declining with words says them in the conversation', async () => {
  const { server, app, answer, calls } = await online()
  server.tell('call:changed', server.call({}, false))
  answer({ callId: CALL_ID as never, kind: 'decline', text: 'Later' })
  await app.pass()
  expect(server.asked('call:reject')).toEqual([{ to: JONAS.id, callId: CALL_ID }])
  expect(server.asked('chat:message')).toMatchObject([{ text: 'Later' }])
  expect(calls().call).toBeNull()
})

test('a call that comes to nothing is told, with a way to say it all the same', async () => {
  const { server, app, calls, lastNotice } = await online()
  server.answer('call:request', () => ({
    ok: true,
    call: server.call({ phase: 'ended', reason: 'unreachable' }),
  }))
  await app.actions.callPerson(JONAS.id)
  expect(lastNotice()).toMatchObject({
    ...{ text: 'Jonas cannot be reached now.', doing: 'Leave a voice message' },
  })
  expect([calls().call, app.voice.told.at(-1)]).toEqual([null, 'disconnect'])
  app.actions.takeOffer(lastNotice()!.id)
  await app.pass()
  const roomId = directIdOf(ANNA.id, JONAS.id)
  expect([app.state().openRoom, app.state().notes.get(roomId)?.phase]).toEqual([
    roomId,
    'recording',
  ])
})

test('sound that is gone for too long ends the call', async () => {
  const { server, app, calls, lastNotice } = await online()
  await app.actions.callPerson(JONAS.id)
  server.tell('call:changed', server.answered())
  app.voice.line()?.become('connected')
  app.voice.line()?.become('broken')
  await app.pass(19_000)
  expect([calls().line, server.asked('call:end')]).toEqual(['broken', []])
  app.voice.line()?.become('connected')
  await app.pass(30_000)
  expect(server.asked('call:end')).toEqual([])
  app.voice.line()?.become('broken')
  await app.pass(10_000)
  app.voice.line()?.become('connecting')
  await app.pass(11_000)
  expect(server.asked('call:end')).toEqual([{ to: JONAS.id, callId: CALL_ID, hasFailed: true }])
  expect(lastNotice()?.text).toBe('The call with Jonas was lost.')
  expect(calls().call).toBeNull()
})

test('whoever puts the other one aside hears nothing and is not heard, whoever of the two it was', async () => {
  const { server, app, calls } = await inACall()
  const isSilent = () => app.voice.wishes()?.isDeafened
  const to = { to: JONAS.id, callId: CALL_ID }
  app.actions.toggleHold()
  await app.pass()
  expect([isSilent(), callWords(calls())]).toEqual([true, 'On hold'])
  expect(server.asked('call:state').at(-1)).toMatchObject({ ...to, isMuted: false, isOnHold: true })
  app.actions.toggleHold()
  await app.pass()
  expect([isSilent(), callWords(calls())]).toEqual([false, 'In a call'])
  expect(server.asked('call:state').at(-1)).toMatchObject({
    ...to,
    isMuted: false,
    isOnHold: false,
  })
  const tell = (isOnHold: boolean): void =>
    server.tell('call:state', { from: 'Jonas', fromId: JONAS.id, callId: CALL_ID, isOnHold })
  tell(true)
  expect([isSilent(), callWords(calls())]).toEqual([true, 'You are on hold'])
  // Both: the one who is back first waits for the other.
  app.actions.toggleHold()
  tell(false)
  expect(isSilent()).toBe(true)
  app.actions.toggleHold()
  expect(isSilent()).toBe(false)
  tell(true)
  await app.actions.hangUp()
  expect([isSilent(), app.state().voice.isDeafened]).toEqual([false, false])
  app.actions.toggleHold()
  expect(calls().isOnHold).toBe(false)
})

/** A call with Jonas over which sound flows; what comes in is counted on from here. */
async function inACall() {
  const all = await online()
  const { server, app } = all
  await app.actions.callPerson(JONAS.id)
  server.tell('call:changed', server.answered())
  app.voice.line()?.become('connected')
  await app.pass()
  const caller = { ...server.answered().caller }
  const callee = { ...server.answered().callee }
  const tellAway = (isAway: boolean): void =>
    server.tell('call:changed', {
      ...server.call({ phase: 'connected', acceptedAt: 2_000, connectedAt: 3_000 }),
      ...{ caller, callee: { ...callee, isAway } },
    })
  /** Something comes in for so long, every two seconds and a half. */
  const hearFor = async (milliseconds: number): Promise<void> => {
    for (let passed = 0; passed < milliseconds; passed += 2_500) {
      app.voice.line()?.setArrivals(passed + 1)
      await app.pass(2_500)
    }
  }
  return { ...all, tellAway, hearFor }
}

const LOST = { to: JONAS.id, callId: CALL_ID, hasFailed: true }

test('a device that is gone, and of which nothing is heard, is waited for five seconds at most', async () => {
  const { server, app, calls, lastNotice, tellAway } = await inACall()
  tellAway(true)
  await app.pass(4_000)
  expect(server.asked('call:end')).toEqual([])
  await app.pass(1_000)
  expect(server.asked('call:end')).toEqual([LOST])
  expect(lastNotice()?.text).toBe('The call with Jonas was lost.')
  expect([calls().call, app.voice.told.slice(-2)]).toEqual([null, ['disconnect', 'chime out']])
})

test('the five seconds begin when both are true: the device is gone, and nothing is heard', async () => {
  const { server, app, tellAway, hearFor } = await inACall()
  tellAway(true)
  await hearFor(20_000)
  expect(server.asked('call:end')).toEqual([])
  await app.pass(3_000)
  expect(server.asked('call:end')).toEqual([LOST])
  const other = await inACall()
  other.app.voice.line()?.become('broken')
  // A pulled cable: the server does not know yet.
  await other.app.pass(10_000)
  other.tellAway(true)
  await other.app.pass(4_000)
  expect(other.server.asked('call:end')).toEqual([])
  await other.app.pass(1_000)
  expect(other.server.asked('call:end')).toEqual([LOST])
})

test('a device that is back in these five seconds is in the call, whatever is heard', async () => {
  const { server, app, calls, tellAway } = await inACall()
  tellAway(true)
  await app.pass(4_000)
  tellAway(false)
  await app.pass(10_000)
  expect([server.asked('call:end'), calls().isHere]).toEqual([[], true])
})

test('where the browser does not count what comes in, its word for the connection has to do', async () => {
  const { server, app, tellAway } = await inACall()
  app.voice.line()?.setArrivals(null)
  tellAway(true)
  await app.pass(15_000)
  expect(server.asked('call:end')).toEqual([])
  app.voice.line()?.become('broken')
  await app.pass(5_000)
  expect(server.asked('call:end')).toEqual([LOST])
})

test('whoever was away from the server tries often, and waits five seconds for the other one', async () => {
  const { server, app, calls, tellAway } = await inACall()
  tellAway(true)
  server.cut()
  await app.pass(30_000)
  expect([server.asked('call:end'), calls().isHere]).toEqual([[], true])
  server.haveCall(calls().call)
  server.restore()
  await app.pass(2_000)
  expect(app.state().link.phase).toBe('online')
  tellAway(true)
  await app.pass(4_000)
  expect(server.asked('call:end')).toEqual([])
  await app.pass(1_000)
  expect(server.asked('call:end')).toEqual([LOST])
})

test('a page that is loaded again in a call comes in by itself, and one that was in none does not', async () => {
  const server = createCallServer()
  const disk = new Map<string, string>()
  const first = await online(server, disk)
  await first.app.actions.callPerson(JONAS.id)
  server.haveCall(server.answered('before'))
  const again = await createApp(server, (platform) => platform, disk)
  await again.pass()
  expect(again.state().calls).toMatchObject({ isHere: true, call: { id: CALL_ID } })
  await again.actions.hangUp()
  server.haveCall(null)
  const later = await createApp(server, (platform) => platform, disk)
  await later.pass()
  expect(later.state().view.screen).toBe('welcome')
})

test('a page that is loaded again when its call is over comes in once, and asks the next time', async () => {
  const server = createCallServer()
  const disk = new Map<string, string>()
  const first = await online(server, disk)
  await first.app.actions.callPerson(JONAS.id)
  const shown = []
  for (let turn = 0; turn < 2; turn += 1) {
    const again = await createApp(server, (platform) => platform, disk)
    await again.pass()
    const { view, notices } = again.state()
    shown.push([view.screen, notices.at(-1)?.text])
  }
  expect(shown).toEqual([
    ['server', 'The call was over before this page was back.'],
    ['welcome', undefined],
  ])
})

test('a page that is loaded again takes its part in the call again, and offers', async () => {
  const server = createCallServer()
  const disk = new Map<string, string>()
  const first = await online(server, disk)
  await first.app.actions.callPerson(JONAS.id)
  server.haveCall(server.answered('before'))
  const { app } = await online(server, disk)
  expect(server.asked('call:resume')).toEqual([
    { callId: CALL_ID, tellsMedia: true, joinsGroups: true },
  ])
  expect(app.voice.line()?.told).toEqual(['start'])
})

test('whoever was muted, or put the call on hold, is not heard because the page is loaded again', async () => {
  const server = createCallServer()
  const disk = new Map<string, string>()
  const first = await online(server, disk)
  await first.app.actions.callPerson(JONAS.id)
  server.tell('call:changed', server.answered('here'))
  first.app.actions.toggleMute()
  first.app.actions.toggleHold()
  server.haveCall(server.answered('before'))
  const again = await createApp(server, (platform) => platform, disk)
  await again.pass()
  expect(again.state()).toMatchObject({ calls: { isHere: true, isOnHold: true } })
  expect(again.voice.wishes()).toMatchObject({ isMuted: true, isDeafened: true })
  again.actions.toggleHold()
  again.actions.toggleMute()
  const last = await createApp(server, (platform) => platform, disk)
  await last.pass()
  expect(last.state()).toMatchObject({ calls: { isHere: true, isOnHold: false } })
  expect(last.voice.wishes()).toMatchObject({ isMuted: false, isDeafened: false })
})

test('a page that is loaded while it rings says so again', async () => {
  const server = createCallServer()
  server.haveCall(server.call({}, false))
  const { rung } = await online(server)
  expect(rung.at(-1)).toBe('Jonas')
})

test('a call that another device of ours takes over ends here without a word to the other one', async () => {
  const { server, app, calls, lastNotice } = await online()
  await app.actions.callPerson(JONAS.id)
  server.tell('call:changed', server.answered('here'))
  server.tell('call:changed', server.answered('phone'))
  expect(calls()).toMatchObject({ isHere: false, call: { phase: 'connecting' } })
  expect(app.voice.told.at(-1)).toBe('disconnect')
  expect([server.asked('call:end'), lastNotice()?.text]).toEqual([
    [],
    'The call goes on on your other device.',
  ])
})

test('stepping into the voice of a room is leaving the call', async () => {
  const { server, app, calls } = await online()
  await app.actions.callPerson(JONAS.id)
  void app.actions.joinVoice(GENERAL)
  await app.pass()
  expect(server.asked('call:end')).toMatchObject([{ callId: CALL_ID }])
  expect(calls().call).toBeNull()
  expect(app.voice.told.slice(-2)).toEqual(['connect offer', 'chime in'])
  expect(app.voice.told).not.toContain('disconnect')
})

test('whoever presses twice calls once, and answers once', async () => {
  const { server, app, calls } = await online()
  const twice = [app.actions.callPerson(JONAS.id), app.actions.callPerson(JONAS.id)]
  await Promise.all(twice)
  expect(server.asked('call:request')).toHaveLength(1)
  expect([calls().isHere, calls().isAsking]).toEqual([true, false])
  const other = await online()
  other.server.tell('call:changed', other.server.call({}, false))
  await Promise.all([other.app.actions.acceptCall(), other.app.actions.acceptCall()])
  expect(other.server.asked('call:accept')).toHaveLength(1)
  expect(other.app.voice.told).not.toContain('disconnect')
})

test('a call that was hung up while the server was away ends when that is back', async () => {
  const { server, app, calls } = await online()
  await app.actions.callPerson(JONAS.id)
  const answered = server.answered('here')
  server.tell('call:changed', answered)
  server.cut()
  await app.actions.hangUp()
  const asked = server.asked('call:end').length
  server.haveCall(answered)
  server.restore()
  app.wake()
  await app.pass(1_000)
  expect(server.asked('call:end').length).toBe(asked + 1)
  expect([calls().call, server.asked('call:resume')]).toEqual([null, []])
})

test('whoever was away from the server when the call ended is told on coming back', async () => {
  const { server, app, calls, lastNotice } = await inACall()
  server.cut()
  server.haveCall(null)
  server.restore()
  app.wake()
  await app.pass(1_000)
  expect([calls().call, lastNotice()?.text]).toEqual([null, 'The call with Jonas is over.'])
  expect(app.state().notices).toHaveLength(1)
})

test('an answer that is older than the news of the end brings no call back', async () => {
  const { server, app, calls } = await inACall()
  const going = server.answered('here')
  let answerLate = (): void => undefined
  server.answer(
    'call:resume',
    () => new Promise((resolve) => (answerLate = () => resolve({ ok: true, call: going }))),
  )
  server.cut()
  server.haveCall(going)
  server.restore()
  app.wake()
  await app.pass(1_000)
  server.tell('call:changed', {
    ...going,
    ...{ revision: going.revision + 5, phase: 'ended', reason: 'hung-up' },
  })
  answerLate()
  await app.pass()
  expect([calls().call, calls().isHere]).toEqual([null, false])
  expect(app.voice.told.at(-1)).toBe('chime out')
  // Nor do news that took a longer way.
  server.tell('call:changed', going)
  expect(calls().call).toBeNull()
})

test('it is heard that it rings at the other end, once every three seconds', async () => {
  const { server, app } = await online()
  const heard = () => app.voice.told.filter((what) => what === 'chime calling').length
  await app.actions.callPerson(JONAS.id)
  server.tell('call:changed', server.call())
  expect(heard()).toBe(1)
  await app.pass(6_500)
  expect(heard()).toBe(3)
  await app.actions.hangUp()
  await app.pass(6_500)
  expect(heard()).toBe(3)
})

test('a tab that goes may come back into the call, an app that is quit has hung up', async () => {
  const tab = await online()
  await tab.app.actions.callPerson(JONAS.id)
  tab.app.actions.endCallOnQuitting()
  expect([tab.calls().isHere, tab.server.asked('call:end')]).toEqual([true, []])
  const desktop = await online(createCallServer(), new Map(), async () =>
    fail('It is not asked here'),
  )
  await desktop.app.actions.callPerson(JONAS.id)
  desktop.app.actions.endCallOnQuitting()
  // At once: there is no later.
  expect(desktop.server.asked('call:end')).toMatchObject([{ callId: CALL_ID }])
})
