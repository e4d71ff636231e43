import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { CallId } from '#shared/domain/ids.ts'
import type { ShownCall } from '#shared/ipc/ringing.ts'
import type { ScreenChoice } from '#shared/ipc/screens.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import { CALL_ID, createCallServer } from '../../tests/support/render/call-server.ts'
import { createApp, ORIGIN } from '../../tests/support/render/create-app.ts'
import { JONAS } from '../../tests/support/render/fixtures.ts'
import type { Platform, Ringing } from '../platform/platform.ts'
import { selectPictures } from '../state/call-selectors.ts'
import { picturesOf } from '../state/calls.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Anna, who is us, talks with Jonas. */
async function inCall(change: (platform: Platform) => Platform = (platform) => platform) {
  const server = createCallServer()
  const app = await createApp(server, change)
  await app.actions.joinKnownServer('Anna', ORIGIN)
  await app.pass()
  await app.actions.callPerson(JONAS.id)
  server.tell('call:changed', server.answered())
  app.voice.line()?.become('connected')
  await app.pass()
  return {
    ...{ server, app },
    calls: () => app.state().calls,
    told: () => server.asked('call:state').at(-1),
    sent: () => app.voice.line()?.told.filter((done) => done.startsWith('send')),
    lastNotice: () => app.state().notices.at(-1),
  }
}

/** The app, where it chooses what is shown, or somebody else does. */
function withScreens(choice: ScreenChoice) {
  const chosen: string[] = []
  const opened: string[] = []
  const change = (platform: Platform): Platform => ({
    ...platform,
    screens: {
      list: async () => succeed(choice),
      choose: async (id) => {
        chosen.push(id)
        return succeed(null)
      },
    },
    mediaAccess: {
      async openSettings(what) {
        opened.push(what)
        return succeed(false)
      },
    },
  })
  return { change, chosen, opened }
}

test('the camera goes out, the other one is told, and so it is when it is turned off', async () => {
  const { app, calls, told, sent } = await inCall()
  await app.actions.toggleCamera()
  expect(calls().own).toEqual({ camera: true, screen: false })
  expect(told()).toMatchObject({ isCameraOn: true, isSharing: false })
  expect(sent()).toEqual(['send camera'])
  await app.actions.toggleCamera()
  expect(calls().own.camera).toBe(false)
  expect(told()).toMatchObject({ isCameraOn: false })
  expect(app.pictureSources.opened.map(({ isStopped }) => isStopped)).toEqual([true])
})

test('when the call is over nothing is captured any more, whoever ended it', async () => {
  const { server, app, calls } = await inCall()
  await app.actions.toggleCamera()
  await app.actions.shareScreen()
  const before = server.asked('call:state').length
  server.tell('call:changed', server.call({ phase: 'ended', reason: 'hung-up' }))
  expect(app.pictureSources.opened.map(({ isStopped }) => isStopped)).toEqual([true, true])
  expect(calls().own).toEqual({ camera: false, screen: false })
  await app.pass()
  expect(server.asked('call:state').length).toBe(before)
  await app.actions.toggleCamera()
  expect(app.pictureSources.opened.length).toBe(2)
})

test('a screen that the system stops showing is shown no more', async () => {
  const { app, calls, told } = await inCall()
  await app.actions.shareScreen()
  expect(told()).toMatchObject({ isSharing: true })
  app.pictureSources.opened[0]?.dispatchEvent(new Event('ended'))
  expect([calls().own.screen, told()]).toMatchObject([false, { isSharing: false }])
})

test('the app asks which screen it is, and captures the one that was chosen', async () => {
  const source = { id: 'window:7:0', name: 'Notes', kind: 'window' as const, picture: null }
  const { change, chosen } = withScreens({ by: 'app', sources: [source] })
  const { app, calls } = await inCall(change)
  await app.actions.shareScreen()
  expect([calls().screens, calls().own.screen]).toEqual([[source], false])
  app.actions.cancelSharing()
  expect([calls().screens, chosen]).toEqual([null, []])
  await app.actions.shareScreen()
  await app.actions.shareThis('window:7:0')
  expect([calls().screens, chosen, calls().own.screen]).toEqual([null, ['window:7:0'], true])
  app.actions.stopSharing()
  expect(calls().own.screen).toBe(false)
})

test('screens that are listed only after somebody has chosen, or in another call, are not asked about', async () => {
  const source = { id: 'window:7:0', name: 'Notes', kind: 'window' as const, picture: null }
  const { change } = withScreens({ by: 'app', sources: [source] })
  const listed: (() => void)[] = []
  const list = (): Promise<Result<ScreenChoice, string>> =>
    new Promise((resolve) => listed.push(() => resolve(succeed({ by: 'app', sources: [source] }))))
  const { server, app, calls } = await inCall((platform) => {
    const changed = change(platform)
    return { ...changed, screens: changed.screens && { ...changed.screens, list } }
  })
  const asked = [app.actions.shareScreen(), app.actions.shareScreen()]
  listed[0]?.()
  await asked[0]
  expect(calls().screens).toBeNull()
  await app.actions.shareThis('window:7:0')
  listed[1]?.()
  await asked[1]
  expect([calls().screens, calls().own.screen]).toEqual([null, true])
  const late = app.actions.shareScreen()
  server.tell('call:changed', server.call({ phase: 'ended', reason: 'hung-up' }))
  await app.actions.callPerson(JONAS.id)
  listed[2]?.()
  await late
  expect(calls().screens).toBeNull()
})

test('what was chosen in one call is not shown in the next one', async () => {
  let isTaken = (): void => undefined
  const choose = (): Promise<Result<null, string>> =>
    new Promise((resolve) => (isTaken = () => resolve(succeed(null))))
  const { server, app, calls } = await inCall((platform) => ({
    ...platform,
    screens: { list: async () => succeed({ by: 'app', sources: [] }), choose },
  }))
  const shared = app.actions.shareThis('window:7:0')
  server.tell('call:changed', server.call({ phase: 'ended', reason: 'hung-up' }))
  const next = server.call({ id: '30000000-0000-4000-8000-000000000002' as CallId })
  server.answer('call:request', () => ({ ok: true, call: next }))
  await app.actions.callPerson(JONAS.id)
  isTaken()
  await shared
  expect([calls().isHere, calls().own.screen]).toEqual([true, false])
})

test('a camera that is turned off while another one is chosen stays off', async () => {
  const { app, calls } = await inCall()
  await app.actions.toggleCamera()
  const chosen = app.actions.chooseCamera(null)
  await app.actions.toggleCamera()
  await chosen
  expect(calls().own.camera).toBe(false)
})

test('where the system has a picker of its own, nobody is asked twice', async () => {
  const { change } = withScreens({ by: 'system' })
  const { app, calls } = await inCall(change)
  await app.actions.shareScreen()
  expect([calls().screens, calls().own.screen]).toEqual([null, true])
})

test('where the system lets nobody see the screen, its settings are offered', async () => {
  const { change, opened } = withScreens({ by: 'nobody' })
  const { app, lastNotice } = await inCall(change)
  await app.actions.shareScreen()
  expect(lastNotice()).toMatchObject({
    ...{ text: 'Parley may not see your screen.', doing: 'Open system settings' },
  })
  app.actions.takeOffer(lastNotice()?.id ?? 0)
  await app.pass()
  expect(opened).toEqual(['screen'])
  expect(lastNotice()?.text).toBe('Allow Parley to see the screen in the settings of your system.')
})

test('screens that cannot be listed are a problem that is said', async () => {
  const { app, lastNotice } = await inCall((platform) => ({
    ...platform,
    screens: {
      list: async () => fail('The app did not answer.'),
      choose: async () => succeed(null),
    },
  }))
  await app.actions.shareScreen()
  expect(lastNotice()).toMatchObject({ text: 'The app did not answer.', tone: 'problem' })
})

test.each([
  ['NotFoundError', 'No camera was found.'],
  ['NotReadableError', 'The camera could not be opened. Another program may be using it.'],
  ['TypeError', 'This page may not use a camera, because it did not come over HTTPS.'],
  [
    'NotAllowedError',
    'Allow the camera for this page: the browser has a sign for that beside the address.',
  ],
])('a camera that ends with %s is told in words', async (failure, words) => {
  const { app, lastNotice, calls } = await inCall()
  app.pictureSources.fail(failure)
  await app.actions.toggleCamera()
  expect([lastNotice()?.text, calls().own.camera]).toEqual([words, false])
})

test('whoever closes the picker of the browser is told nothing', async () => {
  const { app, lastNotice } = await inCall()
  app.pictureSources.fail('NotAllowedError')
  await app.actions.shareScreen()
  expect(lastNotice()).toBeUndefined()
})

test('whoever closes the picker of the system is told nothing, and why what they chose is not shown', async () => {
  const asks = await inCall(withScreens({ by: 'system' }).change)
  asks.app.pictureSources.fail('NotAllowedError')
  await asks.app.actions.shareScreen()
  expect(asks.lastNotice()).toBeUndefined()
  const offers = await inCall(withScreens({ by: 'app', sources: [] }).change)
  offers.app.pictureSources.fail('NotAllowedError')
  await offers.app.actions.shareThis('window:7:0')
  expect(offers.lastNotice()?.text).toBe(
    'It could not be shown. It may have been closed meanwhile.',
  )
})

test('what the other one shows comes first, and their word counts before what arrives', async () => {
  const { server, app, calls } = await inCall()
  const names = (): string[] =>
    selectPictures(app.state()).map(({ lane, of }) => `${of === null ? 'own' : 'their'} ${lane}`)
  expect(names()).toEqual([])
  await app.actions.toggleCamera()
  const from = { from: 'Jonas', fromId: JONAS.id, callId: CALL_ID }
  server.tell('call:state', { ...from, isCameraOn: true, isSharing: true } as never)
  expect(names()).toEqual(['their screen', 'their camera', 'own camera'])
  server.tell('call:state', { ...from, isSharing: false } as never)
  expect(names()).toEqual(['their camera', 'own camera'])
  const silent = { ...calls(), other: {}, arriving: { camera: false, screen: true } }
  expect(picturesOf(silent, app.state().me?.id).map(({ lane }) => lane)).toEqual([
    'screen',
    'camera',
  ])
})

test('another camera is taken at once, and again the next time, by its name if it has another id', async () => {
  const { app, calls } = await inCall()
  const { pictureSources: sources, actions } = app
  sources.plugIn('one', 'Built in')
  await actions.findCameras()
  sources.plugIn('two', 'On the desk')
  await app.pass()
  expect(app.state().cameras.map(({ label }) => label)).toEqual(['Built in', 'On the desk'])
  await actions.toggleCamera()
  await actions.chooseCamera('two')
  expect(sources.asked).toEqual([null, 'two'])
  expect(sources.opened.map(({ isStopped }) => isStopped)).toEqual([true, false])
  expect(calls().own.camera).toBe(true)
  await actions.updateSettings({ camera: { id: 'of-another-day', label: 'On the desk' } })
  await actions.toggleCamera()
  await actions.toggleCamera()
  await actions.updateSettings({ camera: { id: 'sold', label: 'Sold' } })
  await actions.toggleCamera()
  await actions.toggleCamera()
  expect(sources.asked.slice(2)).toEqual(['two', null])
  await actions.chooseCamera(null)
  expect(app.state().settings.camera).toBeNull()
})

test('on hold nothing is seen either, and what was on goes on afterwards', async () => {
  const { server, app, sent } = await inCall()
  await app.actions.toggleCamera()
  expect(app.voice.pictures()).toEqual({ camera: app.pictureSources.opened[0], screen: null })
  app.actions.toggleHold()
  expect(app.voice.pictures()).toEqual({ camera: null, screen: null })
  expect(sent()).toEqual(['send camera', 'send camera', 'send screen'])
  expect(selectPictures(app.state())).toEqual([])
  const from = { from: 'Jonas', fromId: JONAS.id, callId: CALL_ID }
  server.tell('call:state', { ...from, isOnHold: true } as never)
  app.actions.toggleHold()
  expect(app.voice.pictures()).toEqual({ camera: null, screen: null })
  server.tell('call:state', { ...from, isOnHold: false } as never)
  expect(app.voice.pictures()?.camera).toBe(app.pictureSources.opened[0])
  expect(sent()?.slice(3)).toEqual(['send camera', 'send screen'])
  expect(selectPictures(app.state()).length).toBe(1)
})

test('tray and taskbar know that something is shown, and the tray ends it', async () => {
  const shown: (ShownCall | null)[] = []
  let command: Parameters<Ringing['onCommand']>[0] = () => undefined
  const { app, calls } = await inCall((platform) => ({
    ...platform,
    ringing: {
      ...platform.ringing,
      show(call) {
        shown.push(call)
        return platform.ringing.show(call)
      },
      onCommand(listener) {
        command = listener
        return () => undefined
      },
    },
  }))
  await app.actions.shareScreen()
  expect(shown.at(-1)).toMatchObject({ with: 'Jonas', isSharing: true })
  command('stop-sharing')
  expect([calls().own.screen, shown.at(-1)?.isSharing]).toEqual([false, false])
})
