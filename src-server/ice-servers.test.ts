import { expect, test } from 'vitest'
import type { PersonId } from '#shared/domain/ids.ts'
import { createIceServers } from './ice-servers.ts'

const ANNA = '10000000-0000-4000-8000-000000000001' as string as PersonId
const NOW = 1_700_000_000_500

test('without any that somebody chose there are none', () => {
  expect(createIceServers({ stunUrls: [], turn: null }).for(ANNA, NOW)).toEqual([])
})

test('a STUN server needs no credentials', () => {
  const servers = createIceServers({ stunUrls: ['stun:a.example', 'stun:b.example'], turn: null })
  expect(servers.for(ANNA, NOW)).toEqual([{ urls: ['stun:a.example', 'stun:b.example'] }])
})

test('a TURN server knows by the secret that the credentials are good, and until when', () => {
  const turn = { urls: ['turn:t.example:3478'], secret: 'north' }
  expect(createIceServers({ stunUrls: ['stun:a.example'], turn }).for(ANNA, NOW)).toEqual([
    { urls: ['stun:a.example'] },
    {
      urls: ['turn:t.example:3478'],
      // Twelve hours after the whole second of the moment.
      username: `1700043200:${ANNA}`,
      // printf '%s' "1700043200:$ANNA" | openssl dgst -sha1 -hmac north -binary | base64
      credential: 'K67TWBEVEdqvw6MC1JUwbsnjFf0=',
    },
  ])
})
