import { expect, test } from 'vitest'
import { readIcePlaces } from './ice-places.ts'

const read = (environment: Readonly<Record<string, string>>) =>
  readIcePlaces(
    (name) => environment[name] ?? '',
    (name) => (environment[name] ?? '').split(',').filter((item) => item !== ''),
  )

const SECRET = { TURN_SECRET: 'north' }

test('by default no server elsewhere is known', () => {
  expect(read({})).toEqual({ ok: true, value: { stunUrls: [], turn: null } })
})

test('addresses of STUN and TURN servers are taken as they are', () => {
  const stun = ['stun:stun.example.org', 'stun:203.0.113.7:3478', 'stuns:[2001:db8::7]:5349']
  const turn = [
    ...['turn:turn.example.org', 'turn:203.0.113.7:3478?transport=udp'],
    ...['turns:turn.example.org:5349?transport=tcp', 'turn:[2001:db8::7]'],
  ]
  expect(read({ STUN_URLS: stun.join(','), TURN_URLS: turn.join(','), ...SECRET })).toEqual({
    ok: true,
    value: { stunUrls: stun, turn: { urls: turn, secret: 'north' } },
  })
})

test.each([
  'stun.example.org:3478',
  'turn:turn.example.org',
  'stun:',
  'stun:a b',
  'stun:a.example:0',
  'stun:a.example:65536',
  'stun:a.example?transport=udp',
  'https://a.example',
])('%s is no STUN server', (url) => {
  const found = read({ STUN_URLS: `stun:a.example,${url}` })
  expect(found).toMatchObject({ ok: false, error: [expect.stringMatching(/^STUN_URLS must be/)] })
})

test.each([
  'turn.example.org:3478',
  'stun:turn.example.org',
  'turn:a.example?transport=quic',
  'turn:anna:hidden@a.example',
  'turn:a.example:hidden',
])('%s is no TURN server, and is not repeated', (url) => {
  const found = read({ TURN_URLS: url, ...SECRET })
  expect(found).toMatchObject({ ok: false, error: [expect.stringMatching(/^TURN_URLS must be/)] })
  expect(JSON.stringify(found)).not.toContain('hidden')
})

test('TURN servers and their secret belong together', () => {
  expect(read({ TURN_URLS: 'turn:a.example' })).toMatchObject({
    ...{ ok: false, error: [expect.stringMatching(/^TURN_URLS is set without TURN_SECRET/)] },
  })
  const alone = read(SECRET)
  expect(alone).toMatchObject({
    ...{ ok: false, error: [expect.stringMatching(/^TURN_SECRET is set without TURN_URLS/)] },
  })
  expect(JSON.stringify(alone)).not.toContain('north')
})
