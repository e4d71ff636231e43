import { expect, test } from 'vitest'
import { endpointOf } from './endpoint.ts'
import { icePasswordIn, mendAnswer, mendCheck } from './mend-checks.ts'
import {
  ATTRIBUTE,
  isSignedWith,
  METHOD,
  readStun,
  readXorAddress,
  valueIn,
  writeStun,
  writeXorAddress,
} from './stun.ts'

const PASSWORD = Buffer.from('rfc8445passwordofvoice')
const ICE_CONTROLLED = 0x8029

const checkWith = (tieBreaker: string, key = PASSWORD): Buffer =>
  writeStun(
    { kind: 'request', method: METHOD.binding, transaction: Buffer.alloc(12, 5) },
    [
      { type: 0x0006, value: Buffer.from('FWaZ:1P65') },
      { type: ICE_CONTROLLED, value: Buffer.from(tieBreaker, 'hex') },
      { type: 0x0024, value: Buffer.from('6e7e1fff', 'hex') },
    ],
    { key, hasFingerprint: true },
  )

test('a check without a number that breaks ties gets one, and is signed as before', () => {
  const broken = checkWith('0000000000000000')
  const mended = readStun(mendCheck(broken, PASSWORD))
  if (!mended) throw new Error('This is no message any more')
  expect(isSignedWith(mended, PASSWORD)).toBe(true)
  const before = readStun(broken)?.attributes ?? []
  expect(mended.attributes).toEqual(
    before.map(({ type, value }) => ({
      type,
      value: type === ICE_CONTROLLED ? Buffer.from('0000000000000001', 'hex') : value,
    })),
  )
  expect(mended.transaction).toEqual(Buffer.alloc(12, 5))
})

test('anything else is passed on as it is', () => {
  for (const payload of [
    checkWith('64558837896df517'),
    checkWith('0000000000000000', Buffer.from('somebody else')),
    checkWith('0000000000000000').subarray(0, 40),
    Buffer.from('8078000100000000', 'hex'),
    Buffer.alloc(0),
  ]) {
    expect(mendCheck(payload, PASSWORD)).toBe(payload)
  }
  const broken = checkWith('0000000000000000')
  expect(mendCheck(broken, null)).toBe(broken)
})

test('an answer to a check tells the address that was allocated', () => {
  const [seen, relayed] = [endpointOf('127.0.0.1', 40_000), endpointOf('127.0.0.1', 50_000)]
  if (!seen || !relayed) throw new Error('These are no addresses')
  const transaction = Buffer.alloc(12, 5)
  const answerOf = (kind: 'success' | 'error'): Buffer =>
    writeStun(
      { kind, method: METHOD.binding, transaction },
      [{ type: ATTRIBUTE.xorMappedAddress, value: writeXorAddress(seen, transaction) }],
      { key: PASSWORD, hasFingerprint: true },
    )
  const mended = readStun(mendAnswer(answerOf('success'), PASSWORD, relayed))
  const value = mended && valueIn(mended, ATTRIBUTE.xorMappedAddress)
  expect(mended && isSignedWith(mended, PASSWORD)).toBe(true)
  expect(value && readXorAddress(value, transaction)).toEqual(relayed)
  const other = answerOf('error')
  expect(mendAnswer(other, PASSWORD, relayed)).toBe(other)
})

test('the password is in the offer', () => {
  expect(
    icePasswordIn(`v=0\r\na=ice-ufrag:abcd\r\na=ice-pwd:${PASSWORD.toString()}\r\nm=audio`),
  ).toEqual(PASSWORD)
  expect(icePasswordIn('v=0\r\na=ice-pwd:short\r\n')).toBeNull()
})
