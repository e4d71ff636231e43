import { expect, test } from 'vitest'
import { iceServerFor } from './ice-server.ts'

const pass = { username: 'stay', credential: 'word' }

test.each([
  ['http://192.0.2.7:5000', 'turn:192.0.2.7:5000?transport=tcp'],
  ['http://chat.lan', 'turn:chat.lan:80?transport=tcp'],
  ['http://[2001:db8::7]:5000', 'turn:[2001:db8::7]:5000?transport=tcp'],
])('a server that was reached at %s has its relay there', (origin, urls) => {
  expect(iceServerFor(origin, { address: null, ...pass })).toEqual({ urls, ...pass })
})

test('an address that the server names counts, whatever is in front of it', () => {
  const relay = { address: 'voice.example.org:5001', ...pass }
  expect(iceServerFor('https://chat.example.org', relay)?.urls).toBe(
    'turn:voice.example.org:5001?transport=tcp',
  )
})

test('behind TLS, or without a relay, there is none', () => {
  expect(iceServerFor('https://chat.example.org', { address: null, ...pass })).toBeNull()
  expect(iceServerFor('http://chat.lan', null)).toBeNull()
})
