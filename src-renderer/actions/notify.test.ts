import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { CallId } from '#shared/domain/ids.ts'
import { createChatServer } from '../../tests/support/render/chat-server.ts'
import { createApp, ORIGIN } from '../../tests/support/render/create-app.ts'
import { GENERAL, JONAS, MUSIC, WITH_JONAS } from '../../tests/support/render/fixtures.ts'
import type { Platform } from '../platform/platform.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

async function joined(change: (platform: Platform) => Platform = (platform) => platform) {
  const server = createChatServer()
  const app = await createApp(server, change)
  await app.actions.joinKnownServer('Anna', ORIGIN)
  const bodies = () => app.notifications.map(({ body }) => body)
  return { server, app, bodies }
}

test('of what somebody is looking at nobody is told', async () => {
  const { server, bodies } = await joined()
  server.say('@Anna hello')
  expect(bodies()).toEqual([])
})

test('of other rooms only what speaks to one is told, of direct messages everything', async () => {
  const { server, app, bodies } = await joined()
  server.say('la la', { roomId: MUSIC })
  server.say('@Anna **listen**', { roomId: MUSIC })
  server.say('psst', { roomId: WITH_JONAS })
  expect(bodies()).toEqual(['@Anna listen', 'psst'])
  expect(app.notifications.map(({ title }) => title)).toEqual(['Jonas in Music', 'Jonas'])
})

test('the level decides', async () => {
  const { server, app, bodies } = await joined()
  await app.actions.setNotificationLevel(MUSIC, 'all')
  await app.actions.setNotificationLevel(WITH_JONAS, 'nothing')
  server.say('la la', { roomId: MUSIC })
  server.say('psst', { roomId: WITH_JONAS })
  expect(bodies()).toEqual(['la la'])
})

test('whoever looks elsewhere is told of the open conversation too', async () => {
  const { server, app, bodies } = await joined()
  app.actions.changeAttention({ isFocused: false })
  server.say('@Anna hello')
  expect(bodies()).toEqual(['@Anna hello'])
})

test('nobody is told who does not want to be disturbed, or by whom they blocked', async () => {
  const { server, app, bodies } = await joined()
  server.tell('profile:changed', { ...app.state().me, availability: 'dnd' })
  server.say('psst', { roomId: WITH_JONAS })
  server.tell('profile:changed', { ...app.state().me, availability: 'online', blocked: [JONAS.id] })
  server.say('psst!', { roomId: WITH_JONAS })
  expect(bodies()).toEqual([])
})

test('a click opens the conversation, and one that leads nowhere does nothing', async () => {
  const { server, app } = await joined()
  server.say('psst', { roomId: WITH_JONAS })
  app.clickNotification('not a room id!')
  expect(app.state().openRoom).toBe(GENERAL)
  app.clickNotification(app.notifications[0]!.tag)
  await app.pass()
  expect(app.state().openRoom).toBe(WITH_JONAS)
})

test('where the browser was not asked yet, that is offered once something was missed', async () => {
  let permission: ReturnType<Platform['notifications']['permission']> = 'undecided'
  const { server, app, bodies } = await joined((platform) => ({
    ...platform,
    notifications: {
      ...platform.notifications,
      permission: () => permission,
      request: async () => (permission = 'granted'),
    },
  }))
  expect(app.state().isOfferingNotifications).toBe(false)
  server.say('psst', { roomId: WITH_JONAS })
  expect(app.state().isOfferingNotifications).toBe(true)
  expect(bodies()).toEqual([])
  await app.actions.turnOnNotifications()
  expect(app.state()).toMatchObject({
    isOfferingNotifications: false,
    notificationPermission: 'granted',
  })
  server.say('psst!', { roomId: WITH_JONAS })
  expect(bodies()).toEqual(['psst!'])
})

test('whoever declined is not offered it again', async () => {
  const { server, app } = await joined((platform) => ({
    ...platform,
    notifications: { ...platform.notifications, permission: () => 'undecided' },
  }))
  server.say('psst', { roomId: WITH_JONAS })
  app.actions.declineNotifications()
  server.say('psst!', { roomId: WITH_JONAS })
  expect(app.state().isOfferingNotifications).toBe(false)
})

test('of a call one is told when it was missed, and of none that one knows of', async () => {
  const { server, app, bodies } = await joined()
  const id = '30000000-0000-4000-8000-000000000001' as CallId
  const unread = () => app.state().summaries.get(WITH_JONAS)?.unread
  const call = { id, reason: 'hung-up', duration: 61, isMissed: false } as const
  server.say('Call, 1 min 1 s', { roomId: WITH_JONAS, call })
  expect([bodies(), unread()]).toEqual([[], 0])
  server.say('Missed call', { roomId: WITH_JONAS, call: { ...call, isMissed: true } })
  expect([bodies(), unread()]).toEqual([['Missed call'], 1])
})
