import { expect, test } from 'vitest'
import { parseServerAddress } from './server-address.ts'

test.each([
  ['192.168.1.20', 'http://192.168.1.20:5000'],
  [' 192.168.1.20:6000 ', 'http://192.168.1.20:6000'],
  ['192.168.1.20:80', 'http://192.168.1.20'],
  ['annas-pc.local', 'http://annas-pc.local:5000'],
  ['http://example.org', 'http://example.org'],
  ['https://example.org/room/general', 'https://example.org'],
  ['HTTPS://Example.org:443', 'https://example.org'],
  ['parley://example.org/general', 'http://example.org:5000'],
  ['parley://example.org:7000', 'http://example.org:7000'],
  ['::1', 'http://[::1]:5000'],
  ['[::1]:6000', 'http://[::1]:6000'],
  ['fe80::1', 'http://[fe80::1]:5000'],
  ['localhost', 'http://localhost:5000'],
])('%j is %s', (typed, origin) => {
  expect(parseServerAddress(typed, 5000)).toEqual({ ok: true, value: origin })
})

test.each([
  '',
  '   ',
  'a b',
  'ftp://example.org',
  'javascript://x',
  'http://user:pw@example.org',
  'host:99999',
  'http://',
  'x'.repeat(501),
])('%j is explained', (typed) => {
  const parsed = parseServerAddress(typed, 5000)
  expect(parsed.ok).toBe(false)
  if (!parsed.ok) expect(parsed.error).toMatch(/Type an address/)
})
