import { describe, expect, test } from 'vitest'
import { createOriginPolicy } from './origin-policy.ts'

const options = {
  hostname: 'Annas-PC',
  clientOrigins: ['https://chat.example.org', 'http://localhost:3000'],
  allowedHosts: ['parley.lan'],
  isProduction: true,
}
const production = createOriginPolicy(options)
const development = createOriginPolicy({ ...options, isProduction: false })

test.each([
  '192.168.1.20',
  '192.168.1.20:5000',
  '127.0.0.1:80',
  '[::1]',
  '[fe80::1]:5000',
  'localhost',
  'LocalHost:5000',
  'localhost.',
  'annas-pc',
  'ANNAS-PC.local:5000',
  'parley.lan:443',
  'chat.example.org',
])('Host %s is ours', (host) => {
  expect(production.check({ host })).toBeNull()
})

test.each([
  undefined,
  '',
  'evil.example',
  'localhost.evil.example',
  '192.168.1.20.evil.example',
  'annas-pc.lan',
  'xlocalhost',
  'localhost:',
  'localhost:99999999',
  'local host',
  'a@localhost',
  'localhost/x',
  'localhost, evil.example',
  '[::1',
  '::1]',
  '1.2.3',
  '0x7f000001',
  'parley.lan.evil',
  'evil.local',
])('Host %j is not', (host) => {
  expect(production.check({ host })).toMatchObject({ status: 421 })
})

describe('Origin', () => {
  const host = '192.168.1.20:5000'

  test.each([
    undefined,
    'app://parley',
    'https://chat.example.org',
    'http://localhost:3000',
    'http://192.168.1.20:5000',
  ])('%s may', (origin) => {
    expect(production.check({ host, origin })).toBeNull()
  })

  test.each([
    '',
    'null',
    'file://',
    'app://parley.evil',
    'app://parleyx',
    'app://parley/',
    'app://evil',
    'https://chat.example.org.evil.example',
    'https://evil-chat.example.org',
    'http://chat.example.org',
    'https://chat.example.org:8443',
    'https://chat.example.org/',
    'https://user@chat.example.org',
    'http://192.168.1.20:5001',
    'http://192.168.1.20',
    'http://192.168.1.200:5000',
    'http://localhost:5173',
    'http://127.0.0.1:5173',
    'chrome-extension://abc',
    'HTTP://192.168.1.20:5000',
    'http://192.168.1.20:5000 http://evil.example',
  ])('%j may not', (origin) => {
    expect(production.check({ host, origin })).toMatchObject({ status: 403 })
  })

  test.each(['http://localhost:5173', 'http://127.0.0.1:5173', 'https://[::1]:5173'])(
    '%s may in development only',
    (origin) => {
      expect(development.check({ host, origin })).toBeNull()
      expect(production.check({ host, origin })).toMatchObject({ status: 403 })
    },
  )

  test.each(['null', 'http://localhost.evil.example', 'http://evil.example:5173', 'file://'])(
    '%s may not in development either',
    (origin) => {
      expect(development.check({ host, origin })).toMatchObject({ status: 403 })
    },
  )

  test('a rebound name is turned away although its page is "same origin"', () => {
    const rebound = { host: 'evil.example:5000', origin: 'http://evil.example:5000' }
    expect(development.check(rebound)).toMatchObject({ status: 421 })
  })
})
