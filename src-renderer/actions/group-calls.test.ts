import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { groupCallIdOf } from '#shared/domain/group-calls.ts'
import type { CallId } from '#shared/domain/ids.ts'
import type { ShownCall } from '#shared/ipc/ringing.ts'
import { fail } from '#shared/lib/result.ts'
import type { CallWire } from '#shared/protocol/call-wire.ts'
import type { VoicePersonWire } from '#shared/protocol/voice-wire.ts'
import type { ProfileWire } from '#shared/protocol/wire.ts'
import { CALL_ID, createCallServer } from '../../tests/support/render/call-server.ts'
import { createApp, ORIGIN } from '../../tests/support/render/create-app.ts'
import { ANNA, GENERAL, JONAS, MIRA } from '../../tests/support/render/fixtures.ts'
import type { Platform } from '../platform/platform.ts'
import { selectPictures } from '../state/call-selectors.ts'
import { groupCallTitle, selectGroupCall } from '../state/group-calls.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const GROUP = groupCallIdOf(CALL_ID as CallId)
const INVITATION = '30000000-0000-4000-8000-000000000002' as CallId
const STAY = '20000000-0000-4000-8000-000000000001'

const there = (
  { id, name, role }: ProfileWire,
  more: Partial<VoicePersonWire> = {},
): VoicePersonWire => ({
  ...{ id, name, role, joinedAt: 1_000, isMuted: false, isDeafened: false },
  ...{ isSilenced: false, isRecording: false, isCameraOn: false, isSharing: false },
  ...more,
})

/** A server with a group call in which these are, for whoever comes in. */
function groupServer(...people: VoicePersonWire[]) {
  const server = createCallServer()
  const answerWith = (...others: VoicePersonWire[]): void =>
    server.answer('voice:join', () => ({
      ...{ ok: true, stay: STAY, offer: 'offer', relay: null, people: [...others, there(ANNA)] },
    }))
  answerWith(...people)
  for (const name of ['voice:state', 'voice:leave']) server.answer(name, () => ({ ok: true }))
  const end = ({ id, name, role }: ProfileWire, device: string | null = null) => ({
    ...{ id, name, role, device, isAway: false },
  })
  const group = { id: GROUP, people: [] }
  return {
    ...server,
    refuse: (name: string, code: string, message = 'No') =>
      server.answer(name, () => ({ ok: false, error: { code, message } })),
    /** Whom we asked, and whether they come. */
    invitation: (change: Partial<CallWire> = {}): CallWire => ({
      ...server.call({ id: INVITATION, caller: end(ANNA, 'here'), callee: end(MIRA), group }),
      ...change,
    }),
    /** Somebody asks us into a call with a third one. */
    asked: server.asked,
    beAsked: (change: Partial<CallWire> = {}): CallWire => ({
      ...server.call({ id: INVITATION, caller: end(JONAS, 'there'), callee: end(ANNA) }),
      group: { id: GROUP, people: [{ id: MIRA.id, name: MIRA.name }] },
      ...change,
    }),
    /** The call of two, which is a group call now. */
    grown: (): CallWire => ({
      ...{ ...server.answered(), phase: 'connected', connectedAt: 3_000, group },
    }),
    /** From now on whoever comes in is alone there. */
    beEmpty: () => answerWith(),
    people: (...now: VoicePersonWire[]) =>
      server.tell('voice:people', { roomId: GROUP, people: [...now, there(ANNA)] }),
  }
}

type GroupServer = ReturnType<typeof groupServer>

async function online(
  server: GroupServer,
  change: (platform: Platform) => Platform = (platform) => platform,
  disk = new Map<string, string>(),
) {
  const app = await createApp(server, change, disk)
  await app.actions.joinKnownServer('Anna', ORIGIN)
  await app.pass()
  return {
    ...{ server, app, disk },
    link: () => app.state().voice.link,
    group: () => selectGroupCall(app.state()),
    invited: () => app.state().calls.invited.map(({ callee }) => callee.name),
    notices: () => app.state().notices.map(({ text }) => text),
  }
}

/** A call of two with Jonas over which sound flows. */
async function inACall(...given: Parameters<typeof online>) {
  const all = await online(...given)
  await all.app.actions.callPerson(JONAS.id)
  all.server.tell('call:changed', all.server.answered())
  all.app.voice.line()?.become('connected')
  await all.app.pass()
  return all
}

/** The same after Mira has come to it. */
async function inAGroup(
  server = groupServer(there(JONAS), there(MIRA)),
  change?: (platform: Platform) => Platform,
  disk?: Map<string, string>,
) {
  const all = await inACall(server, change, disk)
  server.tell('call:changed', server.grown())
  await all.app.pass()
  return all
}

test('a call of two goes on in the group call that it becomes, and nothing ends by that', async () => {
  const all = await inACall(groupServer(there(JONAS), there(MIRA)))
  const { server, app, group } = all
  app.actions.toggleMute()
  const before = app.voice.told.length
  server.tell('call:changed', server.grown())
  expect(group()).toMatchObject({ id: GROUP, phase: 'joining', since: null })
  await app.pass()
  expect(server.asked('voice:join')).toEqual([{ roomId: GROUP, isMuted: true, isDeafened: false }])
  expect(app.voice.told.slice(before)).toEqual(['hang up', 'connect offer', 'chime in'])
  expect(server.asked('call:end')).toEqual([])
  // Of the call of two, and before: the time in it counts already.
  expect(server.asked('call:connected')).toHaveLength(1)
  expect(app.state().calls).toMatchObject({ call: null, isHere: false, line: 'none' })
  const view = group()
  expect(view).toMatchObject({ phase: 'in', invited: [] })
  expect(view?.others.map(({ name }) => name)).toEqual(['Jonas', 'Mira'])
  expect(group()).toBe(view)
  // Told once more, and over: it is the group that counts.
  server.tell('call:changed', server.grown())
  server.tell('call:changed', { ...server.grown(), phase: 'ended', reason: 'hung-up' })
  await app.pass()
  expect([group(), all.notices()]).toEqual([view, []])
})

test('a camera that was on goes on in the group, and is off where there is no room for it', async () => {
  const one = await inACall(groupServer(there(JONAS)))
  await one.app.actions.toggleCamera()
  const [camera] = one.app.pictureSources.opened
  one.server.tell('call:changed', one.server.grown())
  await one.app.pass()
  expect(one.server.asked('voice:state')).toEqual([{ stay: STAY, isCameraOn: true }])
  expect(one.app.voice.pictures()?.camera).toBe(camera)
  expect([camera?.isStopped, one.app.state().calls.own.camera]).toEqual([false, true])
  await one.app.actions.toggleCamera()
  await one.app.pass()
  expect(one.server.asked('voice:state').at(-1)).toEqual({ stay: STAY, isCameraOn: false })
  one.server.refuse('voice:state', 'conflict')
  await one.app.actions.shareScreen()
  await one.app.pass()
  expect(one.app.voice.told.at(-1)).toBe('send screen')
  expect(one.app.state().calls.own).toEqual({ camera: false, screen: false })
  expect(one.app.pictureSources.opened.map(({ isStopped }) => isStopped)).toEqual([true, true])
  expect(one.notices()).toEqual([
    'As many screens are shared as can be shown. Try again when one is not any more.',
  ])
})

test('what is on is said again after the connection was lost', async () => {
  const { server, app } = await inAGroup()
  await app.actions.toggleCamera()
  await app.pass()
  app.voice.emit('lost', null)
  await app.pass()
  expect(server.asked('voice:join')).toHaveLength(2)
  expect(server.asked('voice:state')).toEqual([
    { stay: STAY, isCameraOn: true },
    { stay: STAY, isCameraOn: true },
  ])
})

test('whoever had put the other one aside is muted and unseen when more people come', async () => {
  const { server, app, notices } = await inACall(groupServer(there(JONAS)))
  await app.actions.toggleCamera()
  app.actions.toggleHold()
  server.tell('call:changed', server.grown())
  await app.pass()
  expect(server.asked('voice:join')).toMatchObject([{ isMuted: true }])
  expect(app.state().calls).toMatchObject({ isOnHold: false, own: { camera: false } })
  expect(notices()).toEqual(['You are muted, because you had put the call on hold.'])
})

test('a connection that does not come about is tried again, which is not hanging up', async () => {
  const all = await inACall(groupServer(there(JONAS), there(MIRA)))
  const { server, app, group } = all
  app.voice.setThrough(false)
  server.tell('call:changed', server.grown())
  await app.pass()
  expect(group()).toBeNull()
  expect(server.asked('voice:leave')).toEqual([
    ...[
      { stay: STAY, comesBack: true },
      { stay: STAY, comesBack: true },
    ],
    { stay: STAY, comesBack: true },
  ])
  expect(server.asked('call:end')).toEqual([{ to: JONAS.id, callId: CALL_ID, hasFailed: true }])
})

test('whoever hangs up while the connection is made has left', async () => {
  const { server, app } = await inACall(groupServer(there(JONAS), there(MIRA)))
  server.tell('call:changed', server.grown())
  await app.actions.hangUp()
  await app.pass()
  expect(server.asked('voice:leave')).toEqual([{ stay: STAY }])
})

test('whoever blocks the only other one leaves, and not while somebody else is there', async () => {
  const { server, app, group } = await inAGroup()
  const block = async (blocked: readonly string[]) => {
    server.answer('person:block', () => ({ ok: true, blocked, quietCallers: [] }))
    app.actions.askToBlock(JONAS.id)
    await app.actions.confirmBlock()
    await app.pass()
  }
  await block([JONAS.id])
  expect(group()).toMatchObject({ phase: 'in' })
  await block([])
  server.people(there(JONAS))
  await app.pass()
  expect(group()).toMatchObject({ phase: 'in' })
  await block([JONAS.id])
  expect(group()).toBeNull()
  expect(server.asked('voice:leave')).toEqual([{ stay: STAY }])
})

test('who is asked into a group call comes into it by accepting, and says when sound is through', async () => {
  const server = groupServer(there(JONAS), there(MIRA))
  const rung: unknown[] = []
  const { app, group } = await online(server, (platform) => ({
    ...platform,
    ringing: {
      ...platform.ringing,
      ring(incoming) {
        rung.push(incoming)
        return platform.ringing.ring(incoming)
      },
    },
  }))
  server.tell('call:incoming', {
    ...{ from: 'Jonas', fromId: JONAS.id, callId: INVITATION, call: server.beAsked() },
  })
  expect(rung.at(-1)).toEqual({ callId: INVITATION, from: 'Jonas', others: ['Mira'] })
  const answered = server.beAsked({ phase: 'connecting', acceptedAt: 2_000 })
  let release = (): void => undefined
  server.answer('voice:answer', () => new Promise((go) => (release = () => go({ ok: true }))))
  server.answer('call:accept', () => ({ ok: true, call: answered }))
  const accepting = app.actions.acceptCall()
  // All devices are told, and this one hears it before the answer.
  server.tell('call:changed', answered)
  await accepting
  await app.pass()
  expect([group()?.phase, server.asked('call:connected')]).toEqual(['joining', []])
  release()
  await app.pass()
  expect(server.asked('call:connected')).toEqual([{ to: JONAS.id, callId: INVITATION }])
  expect([group()?.phase, app.state().calls.call, app.voice.line()]).toEqual(['in', null, null])
  await app.actions.hangUp()
  expect(server.asked('call:end')).toEqual([])
  expect(rung.at(-1)).toBeNull()
})

test.each([
  ['forbidden', 'You may not come into this call.'],
  ['room-full', 'The call is full. Try again when somebody has left.'],
  ['not-found', 'The call is over.'],
])('whoever cannot come in (%s) hears why, and so does the one who asked', async (code, words) => {
  const { server, app, group, notices } = await online(groupServer())
  server.refuse('voice:join', code)
  server.tell('call:changed', server.beAsked())
  server.answer('call:accept', () => ({
    ...{ ok: true, call: server.beAsked({ phase: 'connecting' }) },
  }))
  await app.actions.acceptCall()
  await app.pass()
  expect([group(), notices()]).toEqual([null, [words]])
  expect(server.asked('call:end')).toEqual([{ to: JONAS.id, callId: INVITATION, hasFailed: true }])
})

test('hanging up before one is in ends the call that led there', async () => {
  const { server, app, group } = await inACall(groupServer(there(JONAS)))
  server.answer('voice:join', () => new Promise(() => undefined))
  server.tell('call:changed', server.grown())
  await app.pass()
  await app.actions.hangUp()
  expect([group(), server.asked('call:end')]).toEqual([
    null,
    [{ to: JONAS.id, callId: CALL_ID, hasFailed: false }],
  ])
})

test('other devices of ours forget a call that goes on as a group call', async () => {
  const { server, app, group } = await online(groupServer())
  server.tell('call:changed', server.answered('phone'))
  expect(app.state().calls).toMatchObject({ isHere: false, call: { id: CALL_ID } })
  // What we ask on the other device does not ring here.
  server.tell('call:changed', server.invitation())
  expect(app.state().calls).toMatchObject({ call: { id: CALL_ID }, invited: [] })
  server.tell('call:changed', server.grown())
  await app.pass()
  expect([app.state().calls.call, group(), server.asked('voice:join')]).toEqual([null, null, []])
  server.tell('call:changed', server.beAsked())
  expect(app.state().calls.call?.id).toBe(INVITATION)
  server.tell('call:changed', server.beAsked({ phase: 'connecting' }))
  expect(app.state().calls.call).toBeNull()
})

test('somebody is asked into a call of two, and nothing of that call changes until they come', async () => {
  const { server, app, invited, notices } = await inACall(groupServer(there(JONAS)))
  const call = server.invitation()
  server.answer('call:invite', () => ({ ok: true, call }))
  await app.actions.invitePerson(MIRA.id)
  server.tell('call:changed', call)
  expect(server.asked('call:invite')).toEqual([{ to: MIRA.id, groupId: GROUP }])
  expect([invited(), app.state().calls.call?.id]).toEqual([['Mira'], CALL_ID])
  // Once is enough.
  await app.actions.invitePerson(MIRA.id)
  await app.actions.invitePerson(JONAS.id)
  expect(server.asked('call:invite')).toHaveLength(1)
  expect(notices()).toEqual(['They are in the call already.'])
  server.tell('call:changed', server.invitation({ phase: 'connecting' }))
  expect(invited()).toEqual([])
  server.tell('call:changed', server.grown())
  await app.pass()
  expect([app.voice.told.includes('disconnect'), notices().length]).toEqual([false, 1])
})

test.each([
  ['busy', 'Mira is in another call.'],
  ['unreachable', 'Mira cannot be reached now.'],
] as const)('somebody who is %s is told of at once', async (reason, words) => {
  const { server, app, invited, notices } = await inAGroup()
  server.answer('call:invite', () => ({
    ...{ ok: true, call: server.invitation({ phase: 'ended', reason }) },
  }))
  server.people(there(JONAS))
  await app.actions.invitePerson(MIRA.id)
  expect([invited(), notices()]).toEqual([[], [words]])
})

test.each([
  ['missed', ['Mira did not answer.']],
  ['declined', ['Mira declined the call.']],
  ['cancelled', []],
] as const)('what became of an invitation that rang is told: %s', async (reason, words) => {
  const { server, app, invited, notices } = await inAGroup(groupServer(there(JONAS)))
  server.answer('call:invite', () => ({ ok: true, call: server.invitation() }))
  await app.actions.invitePerson(MIRA.id)
  expect(invited()).toEqual(['Mira'])
  server.tell('call:changed', server.invitation({ phase: 'ended', reason }))
  expect([invited(), notices()]).toEqual([[], words])
})

test('whoever accepted and never came in is told of', async () => {
  const { server, app, notices } = await inAGroup(groupServer(there(JONAS)))
  server.answer('call:invite', () => ({ ok: true, call: server.invitation() }))
  await app.actions.invitePerson(MIRA.id)
  server.tell('call:changed', server.invitation({ phase: 'connecting' }))
  server.tell('call:changed', server.invitation({ phase: 'ended', reason: 'failed' }))
  expect(notices()).toEqual(['There was no connection to Mira.'])
})

test('nobody is asked before there is a call, and why not is said', async () => {
  const { server, app, notices } = await online(groupServer())
  await app.actions.callPerson(JONAS.id)
  await app.actions.invitePerson(MIRA.id)
  expect([server.asked('call:invite'), notices()]).toEqual([
    [],
    ['Somebody can be added once the call is connected.'],
  ])
  server.tell('call:changed', { ...server.grown(), group: null })
  server.refuse(
    'call:invite',
    'conflict',
    'The client of Jonas cannot be in calls of more than two',
  )
  await app.actions.invitePerson(MIRA.id)
  expect(notices().at(-1)).toBe('The client of Jonas cannot be in calls of more than two.')
})

test('an invitation is taken back, by itself or with the call from which it went out', async () => {
  const { server, app, invited } = await inACall(groupServer(there(JONAS)))
  server.answer('call:invite', () => ({ ok: true, call: server.invitation() }))
  await app.actions.invitePerson(MIRA.id)
  app.actions.cancelInvitation(INVITATION)
  await app.pass()
  const cancelled = { to: MIRA.id, callId: INVITATION }
  expect([invited(), server.asked('call:end')]).toEqual([[], [cancelled]])
  await app.actions.invitePerson(MIRA.id)
  server.tell('call:changed', { ...server.answered(), phase: 'ended', reason: 'hung-up' })
  await app.pass()
  expect([invited(), server.asked('call:end')]).toEqual([[], [cancelled, cancelled]])
})

test('an invitation that was answered by the server after the call was left does not ring on', async () => {
  const { server, app, invited } = await inAGroup()
  server.people(there(JONAS))
  let answer = (): void => undefined
  server.answer(
    'call:invite',
    () => new Promise((go) => (answer = () => go({ ok: true, call: server.invitation() }))),
  )
  const inviting = app.actions.invitePerson(MIRA.id)
  await app.pass()
  await app.actions.hangUp()
  answer()
  await inviting
  expect([invited(), server.asked('call:end')]).toEqual([[], [{ to: MIRA.id, callId: INVITATION }]])
})

test('hanging up leaves the group: nothing is captured, nobody is rung, and it is heard', async () => {
  const { server, app, group, invited } = await inAGroup(groupServer(there(JONAS)))
  await app.actions.toggleCamera()
  server.answer('call:invite', () => ({ ok: true, call: server.invitation() }))
  await app.actions.invitePerson(MIRA.id)
  await app.actions.callPerson(JONAS.id)
  expect(app.state().notices.at(-1)?.text).toBe('There is a call already.')
  app.actions.toggleHold()
  expect(app.state().calls.isOnHold).toBe(false)
  await app.actions.hangUp()
  expect(server.asked('voice:leave')).toEqual([{ stay: STAY }])
  expect(app.voice.told.slice(-2)).toEqual(['chime out', 'disconnect'])
  expect([group(), invited(), app.state().calls.own.camera]).toEqual([null, [], false])
  expect(app.pictureSources.opened.map(({ isStopped }) => isStopped)).toEqual([true])
  server.people(there(JONAS))
  expect(app.state().voice.rooms.has(GROUP)).toBe(false)
  expect(app.state().notices).toHaveLength(1)
})

test('stepping into the voice of a room leaves the group call', async () => {
  const { server, app, group, link } = await inAGroup()
  await app.actions.toggleCamera()
  await app.actions.joinVoice(GENERAL)
  expect(server.asked('voice:leave')).toEqual([{ stay: STAY }])
  expect([group(), link().phase, app.state().calls.own.camera]).toEqual([null, 'in', false])
})

test('whoever is the last one for five seconds leaves, and is told', async () => {
  const { server, app, group, notices } = await inAGroup()
  server.people(there(JONAS))
  await app.pass(60_000)
  expect(group()?.phase).toBe('in')
  server.people()
  await app.pass(4_900)
  server.people(there(MIRA))
  await app.pass(5_000)
  server.people()
  await app.pass(4_900)
  expect([group()?.phase, notices()]).toEqual(['in', []])
  await app.pass(100)
  expect([group(), notices()]).toEqual([null, ['Everybody else has left the call.']])
  expect(server.asked('voice:leave')).toEqual([{ stay: STAY }])
})

test('while somebody is being rung one waits for them, and not after that', async () => {
  const { server, app, group, notices } = await inAGroup(groupServer(there(JONAS)))
  server.answer('call:invite', () => ({ ok: true, call: server.invitation() }))
  await app.actions.invitePerson(MIRA.id)
  server.people()
  await app.pass(40_000)
  expect(group()?.phase).toBe('in')
  server.tell('call:changed', server.invitation({ phase: 'ended', reason: 'missed' }))
  await app.pass(5_000)
  expect([group(), notices().at(-1)]).toEqual([null, 'Everybody else has left the call.'])
})

test('a group call in which nobody is, and into which nobody comes, is over', async () => {
  const { app, group, notices } = await inAGroup(groupServer())
  await app.pass(4_900)
  expect(group()?.phase).toBe('in')
  await app.pass(100)
  expect([group(), notices()]).toEqual([null, ['The call is over.']])
})

test('company that one had in an earlier call does not count in the next one', async () => {
  const { server, app, notices } = await inAGroup()
  await app.actions.hangUp()
  server.beEmpty()
  server.answer('call:accept', () => ({
    ...{ ok: true, call: server.beAsked({ phase: 'connecting' }) },
  }))
  server.tell('call:changed', server.beAsked())
  await app.actions.acceptCall()
  await app.pass(6_000)
  expect(notices()).toEqual(['The call is over.'])
})

test('whoever is the first one back waits for those who lost the server as well', async () => {
  const { server, app, group, notices } = await inAGroup()
  server.beEmpty()
  server.cut()
  server.restore()
  app.wake()
  await app.pass(15_000)
  expect([group()?.phase, group()?.others]).toEqual(['in', []])
  server.people(there(JONAS))
  await app.pass(40_000)
  expect(group()?.phase).toBe('in')
  // Afterwards nobody is waited for any longer than usual.
  server.people()
  await app.pass(5_000)
  expect([group(), notices().at(-1)]).toEqual([null, 'Everybody else has left the call.'])
})

test('a group call into which only one comes back is over', async () => {
  const { server, app, group, notices } = await inAGroup()
  server.beEmpty()
  server.cut()
  server.restore()
  app.wake()
  await app.pass(19_000)
  expect(group()?.phase).toBe('in')
  await app.pass(3_000)
  expect([group(), notices().at(-1)]).toEqual([null, 'Everybody else has left the call.'])
})

test('a group call whose server does not come back is over, and nothing of it stays open', async () => {
  const { server, app, group, link, notices } = await inAGroup()
  await app.actions.toggleCamera()
  server.cut()
  await app.pass(59_000)
  expect([group()?.phase, app.state().calls.own.camera]).toEqual(['rejoining', true])
  await app.pass(2_000)
  expect([group(), link()]).toEqual([null, { phase: 'out', because: null }])
  expect(notices().at(-1)).toBe('The call was lost. There was no connection for a minute.')
  expect(app.state().calls.own.camera).toBe(false)
  expect(app.voice.told.at(-1)).toBe('disconnect')
})

test('a group call that was lost for less than a minute begins anew, with its time', async () => {
  const { server, app, group } = await inAGroup()
  for (let time = 0; time < 2; time += 1) {
    server.cut()
    await app.pass(40_000)
    expect(group()?.phase).toBe('rejoining')
    server.restore()
    app.wake()
    await app.pass(1_000)
    expect(group()?.phase).toBe('in')
  }
  await app.pass(60_000)
  expect(group()?.phase).toBe('in')
})

test('the voice of a room can be used alone', async () => {
  const { app, link, notices } = await online(groupServer())
  await app.actions.joinVoice(GENERAL)
  await app.pass(60_000)
  expect([link().phase, notices()]).toEqual(['in', []])
})

test('a page that is loaded again comes back into the group, muted as before and unseen', async () => {
  const server = groupServer(there(JONAS), there(MIRA))
  const { app: before, disk } = await inAGroup(server)
  await before.actions.toggleCamera()
  before.actions.toggleMute()
  await before.pass()
  // Without asking who it is.
  const again = await createApp(server, (platform) => platform, disk)
  await again.pass()
  expect(selectGroupCall(again.state())).toMatchObject({ id: GROUP, phase: 'in' })
  expect(server.asked('voice:join').at(-1)).toMatchObject({ roomId: GROUP, isMuted: true })
  expect(again.state().calls.own).toEqual({ camera: false, screen: false })
  expect(again.voice.pictures()).toEqual({ camera: null, screen: null })
})

test('a page that is loaded again on the way into the group finds its way as well', async () => {
  const server = groupServer(there(JONAS))
  const { disk, app: before } = await inACall(server)
  server.answer('voice:answer', () => new Promise(() => undefined))
  server.tell('call:changed', server.grown())
  await before.pass()
  server.answer('voice:answer', () => ({ ok: true }))
  const again = await createApp(server, (platform) => platform, disk)
  await again.pass()
  expect(selectGroupCall(again.state())).toMatchObject({ id: GROUP, phase: 'in' })
})

test('whoever comes back still sees who is there, until they are told anew', async () => {
  const { server, app, group } = await inAGroup()
  server.answer('voice:join', () => new Promise(() => undefined))
  server.answer('voice:list', () => ({ ok: true, rooms: [] }))
  server.cut()
  server.restore()
  app.wake()
  await app.pass(1_000)
  expect(server.asked('voice:list').length).toBeGreaterThan(1)
  expect([group()?.phase, group()?.others.length]).toEqual(['rejoining', 2])
})

test.each(['not-found', 'forbidden'])(
  'a group that is gone (%s) is said to be over',
  async (code) => {
    const server = groupServer(there(JONAS))
    const { disk } = await inAGroup(server)
    server.refuse('voice:join', code)
    const again = await online(server, undefined, disk)
    expect([again.group(), again.notices()]).toEqual([
      null,
      ['The call was over before this page was back.'],
    ])
    const later = await createApp(server, (platform) => platform, disk)
    await later.pass()
    expect(later.state().view.screen).toBe('welcome')
  },
)

test('whoever loses the server on the way in goes on when it is back', async () => {
  const { server, app, group } = await inACall(groupServer(there(JONAS)))
  server.answer('voice:answer', () => new Promise(() => undefined))
  server.tell('call:changed', server.grown())
  await app.pass()
  server.cut()
  await app.pass(10_000)
  expect(group()?.phase).toBe('rejoining')
  server.answer('voice:answer', () => ({ ok: true }))
  server.restore()
  app.wake()
  await app.pass(1_000)
  expect([group()?.phase, server.asked('call:end')]).toEqual(['in', []])
})

test('a call that became a group call while this page was away goes on there', async () => {
  const server = groupServer(there(JONAS), there(MIRA))
  const { app, group } = await inACall(server)
  server.cut()
  await app.pass(1_000)
  server.haveCall(server.grown())
  server.restore()
  app.wake()
  await app.pass(1_000)
  expect([group()?.phase, server.asked('call:resume'), server.asked('call:end')]).toEqual([
    ...['in', [], []],
  ])
})

test.each([true, false])(
  'a call that the server does not tell of, because it is a group call, is looked for (loaded again: %s)',
  async (isLoadedAgain) => {
    const server = groupServer(there(JONAS), there(MIRA))
    const { app: before, disk } = await inACall(server)
    server.answer('call:resume', () => ({ ok: true, call: server.grown() }))
    server.cut()
    await before.pass(1_000)
    server.haveCall(null)
    server.restore()
    const app = isLoadedAgain ? await createApp(server, (platform) => platform, disk) : before
    app.wake()
    await app.pass(1_000)
    expect(selectGroupCall(app.state())?.phase).toBe('in')
    expect([server.asked('call:end'), app.state().notices]).toEqual([[], []])
  },
)

test('a page that was loaded again meanwhile goes on there, and only one that was in the call', async () => {
  const server = groupServer(there(JONAS), there(MIRA))
  const { disk, app: before } = await inACall(server)
  before.actions.toggleHold()
  server.haveCall(server.grown())
  const again = await createApp(server, (platform) => platform, disk)
  await again.pass()
  expect(selectGroupCall(again.state())?.phase).toBe('in')
  // On hold as before, which in a group call is muted.
  expect(server.asked('voice:join').at(-1)).toMatchObject({ isMuted: true })
  server.haveCall(server.beAsked({ phase: 'connected' }))
  const other = await online(server)
  expect([other.group(), other.app.state().calls.call]).toEqual([null, null])
})

test('an invitation that rings still is known after the page was loaded again', async () => {
  const server = groupServer(there(JONAS))
  const { disk } = await inAGroup(server)
  server.haveCall(server.invitation())
  const { invited, app } = await online(server, undefined, disk)
  expect([invited(), app.state().calls.call]).toEqual([['Mira'], null])
})

test('leaving while one comes back is told as well', async () => {
  const { server, app } = await inAGroup()
  server.answer('voice:join', () => new Promise(() => undefined))
  app.voice.emit('lost', null)
  await app.pass()
  await app.actions.hangUp()
  expect(server.asked('voice:leave')).toEqual([{ stay: STAY }])
})

test('tray and taskbar show who is there, and an app that is quit leaves', async () => {
  const shown: (ShownCall | null)[] = []
  const { server, app, group } = await inAGroup(undefined, (platform) => ({
    ...platform,
    appInfo: async () => fail('It is not asked here'),
    ringing: {
      ...platform.ringing,
      show(call) {
        shown.push(call)
        return platform.ringing.show(call)
      },
    },
  }))
  expect(shown.at(-1)).toEqual({
    ...{ with: 'Jonas and Mira', phase: 'connected', isMuted: false, isSharing: false },
    since: group()?.since,
  })
  app.actions.toggleMute()
  await app.actions.shareScreen()
  server.people(there(MIRA))
  expect(shown.at(-1)).toMatchObject({ with: 'Mira', isMuted: true, isSharing: true })
  app.actions.endCallOnQuitting()
  expect([shown.at(-1), server.asked('voice:leave')]).toEqual([null, [{ stay: STAY }]])
})

test('what others show comes first, then their cameras in order, then what one shows oneself', async () => {
  const { server, app } = await inAGroup()
  await app.actions.toggleCamera()
  server.people(
    there(JONAS, { isCameraOn: true }),
    there(MIRA, { isCameraOn: true, isSharing: true }),
  )
  const pictures = selectPictures(app.state())
  expect(pictures).toEqual([
    { lane: 'screen', of: MIRA.id },
    { lane: 'camera', of: JONAS.id },
    { lane: 'camera', of: MIRA.id },
    { lane: 'camera', of: null },
  ])
  app.actions.toggleMute()
  expect(selectPictures(app.state())).toBe(pictures)
})

test('a group call is named by who is there', () => {
  const named = (...people: ProfileWire[]): string =>
    groupCallTitle({ others: people.map((person) => there(person)) })
  expect([named(), named(JONAS), named(JONAS, MIRA), named(JONAS, MIRA, ANNA, ANNA)]).toEqual([
    ...['Call', 'Jonas', 'Jonas and Mira', 'Jonas, Mira and 2 more'],
  ])
})
