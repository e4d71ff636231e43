import { randomUUID } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { voiceStayIdSchema } from '#shared/domain/voice.ts'
import type { Config } from './config.ts'
import { locateParts } from './locate.ts'
import { openVoice } from './open-voice.ts'

const parts = locateParts(new URL('main.ts', import.meta.url).href)
const loopback = {
  host: '127.0.0.1',
  voicePort: null,
  voiceAddresses: [],
  voiceRelay: 'off',
  redis: null,
} as const

const opened: Awaited<ReturnType<typeof openVoice>>[] = []
afterEach(async () => {
  for (const { engine } of opened.splice(0)) await engine?.end()
})

async function open(config: Partial<Config>, port: number) {
  const voice = await openVoice({
    config: { ...loopback, port, ...config } as Config,
    ...{ parts, port, onFatal: () => {} },
  })
  opened.push(voice)
  return voice
}

/** A UDP port that another program uses. */
async function takePort() {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const release = () => new Promise<void>((done) => void socket.close(() => done()))
  return { port: socket.address().port, release }
}

test('the port of the server is the port of voice, and nothing has to be said', async () => {
  const { port, release } = await takePort()
  await release()
  const { engine, notices } = await open({}, port)
  expect(engine).not.toBeNull()
  expect(notices).toEqual([])
  const socket = createSocket('udp4').bind(port, '127.0.0.1')
  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
  expect(error.code).toBe('EADDRINUSE')
})

test('a port that is taken is another one, and said to whoever has chosen it', async () => {
  const { port, release } = await takePort()
  const chosen = await open({ voicePort: port }, 1)
  expect(chosen.engine).not.toBeNull()
  expect(chosen.notices).toEqual([
    expect.stringMatching(`UDP port ${port} cannot be used, so voice goes through \\d+`),
  ])
  const unchosen = await open({ port: 0 }, port)
  expect(unchosen.engine).not.toBeNull()
  expect(unchosen.notices).toEqual([])
  await release()
})

test('the relay is told where it is reached, with the port of the server unless another is set', async () => {
  const stay = voiceStayIdSchema.parse(randomUUID())
  const addressOf = async (voiceRelay: Config['voiceRelay']) =>
    (await open({ port: 0, voicePort: 0, voiceRelay }, 5_000)).relay?.voice?.admit(stay, {
      offer: 'v=0',
      hasPictures: false,
    }).address
  expect(await addressOf('off')).toBeUndefined()
  expect(await addressOf('as-reached')).toBeNull()
  expect(await addressOf({ host: 'voice.lan', port: null })).toBe('voice.lan:5000')
  expect(await addressOf({ host: '[::1]', port: 443 })).toBe('[::1]:443')
})

test('calls are relayed without a voice of rooms as well, but not on one instance of several', async () => {
  const nowhere = { host: '203.0.113.1', voiceRelay: 'as-reached' } as const
  const alone = await open(nowhere, 0)
  expect([alone.engine, alone.relay?.voice]).toEqual([null, null])
  expect(alone.relay?.calls).not.toBeNull()
  const redis = { url: 'redis://localhost' } as never
  const one = await open({ port: 0, voicePort: 0, voiceRelay: 'as-reached', redis }, 0)
  expect(one.relay?.voice).not.toBeNull()
  expect(one.relay?.calls).toBeNull()
  expect((await open({ ...nowhere, redis }, 0)).relay).toBeNull()
})

test('where voice cannot be opened at all, the server goes on and says so', async () => {
  // For documentation: no machine has it.
  const { engine, notices } = await open({ host: '203.0.113.1' }, 0)
  expect(engine).toBeNull()
  expect(notices).toEqual([expect.stringMatching(/^There is no voice: \S/)])
})
