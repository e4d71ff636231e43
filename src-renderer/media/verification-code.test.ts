import { expect, test } from 'vitest'
import { verificationCodeOf } from './verification-code.ts'

const pairs = (byte: string): string => Array.from({ length: 32 }, () => byte).join(':')

/** A description with this fingerprint in each of its parts. */
const sdp = (...fingerprints: string[]): string =>
  [
    'v=0',
    'o=- 7 1 IN IP4 0.0.0.0',
    ...fingerprints.flatMap((told) => ['m=audio 9 UDP/TLS/RTP/SAVPF 111', `a=fingerprint:${told}`]),
    '',
  ].join('\r\n')

const [ONE, OTHER] = [sdp(`sha-256 ${pairs('AB')}`), sdp(`sha-256 ${pairs('0F')}`)]

test('both ends come to the same code, which was worked out by other means', async () => {
  const codes = [await verificationCodeOf(ONE, OTHER), await verificationCodeOf(OTHER, ONE)]
  expect(codes).toEqual(['7315 4413 3647 1939 2027 3216', '7315 4413 3647 1939 2027 3216'])
})

test('how a fingerprint is written, and how often, makes no difference', async () => {
  const written = sdp(`SHA-256 ${pairs('ab')}`, `sha-256 ${pairs('AB')}`)
  expect(await verificationCodeOf(written, OTHER)).toBe('7315 4413 3647 1939 2027 3216')
})

test('whoever is in between makes it another one', async () => {
  const between = sdp(`sha-256 ${pairs('0E')}`)
  const [here, there] = [
    await verificationCodeOf(ONE, between),
    await verificationCodeOf(between, OTHER),
  ]
  expect(new Set([here, there, '7315 4413 3647 1939 2027 3216']).size).toBe(3)
})

test.each([
  ['none', sdp()],
  ['two, of which one might be anybody’s', sdp(`sha-256 ${pairs('AB')}`, `sha-256 ${pairs('0E')}`)],
  ['one that is easily made to fit', sdp(`sha-1 ${pairs('AB')}`)],
])('there is no code with %s', async (_what, described) => {
  expect(await verificationCodeOf(described, OTHER)).toBeNull()
  expect(await verificationCodeOf(OTHER, described)).toBeNull()
})
