import { describe, expect, test } from 'vitest'
import { endpointOf } from './endpoint.ts'
import {
  ATTRIBUTE,
  isSignedWith,
  longTermKey,
  METHOD,
  readStun,
  readXorAddress,
  valueIn,
  writeErrorCode,
  writeStun,
  writeXorAddress,
  type StunMessage,
} from './stun.ts'

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(/\s/g, ''), 'hex')

function parsed(message: Buffer): StunMessage {
  const read = readStun(message)
  if (!read) throw new Error('This is no message')
  return read
}

/** The four examples of RFC 5769. */
const REQUEST = bytes(`
  00010058 2112a442 b7e7a701 bc34d686 fa87dfae
  80220010 5354554e 20746573 7420636c 69656e74
  00240004 6e0001ff
  80290008 932ff9b1 51263b36
  00060009 6576746a 3a683676 59202020
  00080014 9aeaa70c bfd8cb56 781ef2b5 b2d3f249 c1b571a2
  80280004 e57a3bcf`)
const RESPONSE_4 = bytes(`
  0101003c 2112a442 b7e7a701 bc34d686 fa87dfae
  8022000b 74657374 20766563 746f7220
  00200008 0001a147 e112a643
  00080014 2b91f599 fd9e90c3 8c7489f9 2af9ba53 f06be7d7
  80280004 c07d4c96`)
const RESPONSE_6 = bytes(`
  01010048 2112a442 b7e7a701 bc34d686 fa87dfae
  8022000b 74657374 20766563 746f7220
  00200014 0002a147 0113a9fa a5d3f179 bc25f4b5 bed2b9d9
  00080014 a382954e 4be67bf1 1784c97c 8292c275 bfe3ed41
  80280004 c8fb0b4c`)
const LONG_TERM = bytes(`
  00010060 2112a442 78ad3433 c6ad72c0 29da412e
  00060012 e3839ee3 8388e383 aae38383 e382afe3 82b90000
  0015001c 662f2f34 39396b39 35346436 4f4c3334 6f4c3946 53547679 36347341
  0014000b 6578616d 706c652e 6f726700
  00080014 f6702465 6dd64a3e 02b8e071 2e85c9a2 8ca89666`)

const PASSWORD = Buffer.from('VOkJxbRl1RmTxUk/WvJxBt')

describe('the examples of RFC 5769', () => {
  test('a request is read, and its signature and fingerprint hold', () => {
    const message = parsed(REQUEST)
    expect(message).toMatchObject({ kind: 'request', method: METHOD.binding })
    expect(message.transaction.toString('hex')).toBe('b7e7a701bc34d686fa87dfae')
    expect(valueIn(message, ATTRIBUTE.software)?.toString()).toBe('STUN test client')
    expect(valueIn(message, ATTRIBUTE.username)?.toString()).toBe('evtj:h6vY')
    expect(isSignedWith(message, PASSWORD)).toBe(true)
    expect(isSignedWith(message, Buffer.from('VOkJxbRl1RmTxUk/WvJxBT'))).toBe(false)
  })

  test.each([
    ['IPv4', RESPONSE_4, '192.0.2.1'],
    ['IPv6', RESPONSE_6, '2001:db8:1234:5678:11:2233:4455:6677'],
  ])('a response tells an address of %s', (_family, response, address) => {
    const message = parsed(response)
    expect(message).toMatchObject({ kind: 'success', method: METHOD.binding })
    const value = valueIn(message, ATTRIBUTE.xorMappedAddress) ?? Buffer.alloc(0)
    const endpoint = endpointOf(address, 32_853)
    expect(readXorAddress(value, message.transaction)).toEqual(endpoint)
    expect(endpoint && writeXorAddress(endpoint, message.transaction)).toEqual(value)
    expect(isSignedWith(message, PASSWORD)).toBe(true)
  })

  test('a request with long-term credentials', () => {
    const message = parsed(LONG_TERM)
    const username = valueIn(message, ATTRIBUTE.username)?.toString() ?? ''
    expect(username).toBe('マトリックス')
    expect(valueIn(message, ATTRIBUTE.nonce)?.toString()).toBe('f//499k954d6OL34oL9FSTvy64sA')
    expect(isSignedWith(message, longTermKey(username, 'example.org', 'TheMatrIX'))).toBe(true)
    expect(isSignedWith(message, longTermKey(username, 'example.com', 'TheMatrIX'))).toBe(false)
  })

  test('what is written of what was read is the same to the byte', () => {
    const written = writeStun(parsed(LONG_TERM), parsed(LONG_TERM).attributes, {
      key: longTermKey('マトリックス', 'example.org', 'TheMatrIX'),
    })
    expect(written.toString('hex')).toBe(LONG_TERM.toString('hex'))
  })
})

test('every kind and method is itself again after writing and reading', () => {
  const transaction = Buffer.alloc(12, 7)
  for (const kind of ['request', 'indication', 'success', 'error'] as const) {
    for (const method of [...Object.values(METHOD), 0xfff]) {
      const message = writeStun({ kind, method, transaction }, [], { hasFingerprint: true })
      expect(readStun(message)).toMatchObject({ kind, method })
    }
  }
})

test('an error is a class, a number, and a reason', () => {
  expect(writeErrorCode(438, 'Stale')).toEqual(Buffer.from([0, 0, 4, 38, ...Buffer.from('Stale')]))
})

test('nothing that follows the signature is believed', () => {
  const signed = bytes(`
    00040024 2112a442 b7e7a701 bc34d686 fa87dfae
    00080014 00000000 00000000 00000000 00000000 00000000
    000d0004 00000000
    000c0000`)
  expect(parsed(signed).attributes).toEqual([])
})

test('a message that is changed anywhere, cut off, or longer than it says is none', () => {
  for (let at = 0; at < REQUEST.length; at += 1) {
    expect(readStun(REQUEST.subarray(0, at)), `${at} bytes`).toBeNull()
    // The head of the fingerprint is not covered by it: with another number there is just none.
    if (at >= REQUEST.length - 8 && at < REQUEST.length - 4) continue
    const changed = Buffer.from(REQUEST)
    changed[at] = (changed[at] ?? 0) ^ 0x01
    expect(readStun(changed), `byte ${at}`).toBeNull()
  }
  expect(readStun(Buffer.concat([REQUEST, Buffer.alloc(4)]))).toBeNull()
})

describe('addresses', () => {
  test.each([
    ['::', '00000000000000000000000000000000'],
    ['::1', '00000000000000000000000000000001'],
    ['fe80::1%eth0', 'fe800000000000000000000000000001'],
    ['2001:db8::192.0.2.1', '20010db80000000000000000c0000201'],
    ['::ffff:192.0.2.1', 'c0000201'],
    ['192.0.2.1', 'c0000201'],
  ])('%s', (text, hex) => {
    expect(endpointOf(text, 1)?.address.toString('hex')).toBe(hex)
  })

  test('a name is none', () => {
    expect(endpointOf('localhost', 1)).toBeNull()
    expect(endpointOf('', 1)).toBeNull()
  })

  test('a value of the wrong size or of an unknown family is none', () => {
    const transaction = Buffer.alloc(12)
    for (const hex of ['', '0001', '0001000000', '00020000c0000201', '00030000c0000201']) {
      expect(readXorAddress(bytes(hex), transaction)).toBeNull()
    }
  })
})
