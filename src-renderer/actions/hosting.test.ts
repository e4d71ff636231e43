import { expect, test } from 'vitest'
import type { HostStatus } from '#shared/ipc/host.ts'
import { createChatServer } from '../../tests/support/render/chat-server.ts'
import { createApp } from '../../tests/support/render/create-app.ts'
import type { Platform } from '../platform/platform.ts'

const LOCAL = 'http://127.0.0.1:5000'

const running: HostStatus = {
  phase: 'running',
  name: "Anna's server",
  port: 5_000,
  addresses: ['http://192.0.2.7:5000'],
  localOrigin: LOCAL,
  people: 0,
  startedAt: 0,
  notices: [],
}

async function appThatStarts(outcome: HostStatus) {
  const started: string[] = []
  const withHost = (platform: Platform): Platform => ({
    ...platform,
    homeServer: null,
    host: {
      status: async () => ({ ok: true, value: { phase: 'off' } }),
      async start(name) {
        started.push(name)
        return { ok: true, value: outcome }
      },
      stop: async () => ({ ok: true, value: { phase: 'off' } }),
      onStatus: () => () => undefined,
      backUp: async () => ({ ok: true, value: { outcome: 'cancelled', message: '' } }),
      restore: async () => ({ ok: true, value: { outcome: 'cancelled', message: '' } }),
      onJob: () => () => undefined,
    },
  })
  const app = await createApp(createChatServer(), withHost)
  return { app, started }
}

test('hosting takes one click and lands in General of the own server', async () => {
  const { app, started } = await appThatStarts(running)
  await app.actions.startHosting('Anna')
  expect(started).toEqual(["Anna's server"])
  expect(app.state()).toMatchObject({
    link: { phase: 'online', server: { origin: LOCAL, isOwn: true } },
    openRoom: 'general',
  })
})

test('the own server is not remembered as one that was joined', async () => {
  const { app } = await appThatStarts(running)
  await app.actions.startHosting('Anna')
  expect(app.state().settings.recentServers).toEqual([])
})

test('a server that does not start says why, beside the button', async () => {
  const message = 'Port 5000 is in use by another program.'
  const { app } = await appThatStarts({ phase: 'failed', name: 'x', message })
  await app.actions.startHosting('Anna')
  expect(app.state().joinForm.problem).toMatchObject({ field: 'host', message })
  expect(app.state().view.screen).toBe('welcome')
})

test('stopping leaves the server and goes back to the start', async () => {
  const { app } = await appThatStarts(running)
  await app.actions.startHosting('Anna')
  await app.actions.stopHosting()
  expect(app.state()).toMatchObject({
    view: { screen: 'welcome' },
    link: { phase: 'none' },
    host: { phase: 'off' },
  })
})
