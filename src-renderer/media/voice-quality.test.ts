import { expect, test } from 'vitest'
import { countersIn, createOwnLoss, NO_COUNTERS, qualityBetween } from './voice-quality.ts'

const QUIET = { output: 20, ownLoss: 0 }

const lane = (jitterBufferDelay: number, emitted: number, received: number, lost: number) => ({
  type: 'inbound-rtp',
  jitterBufferDelay,
  jitterBufferEmittedCount: emitted,
  packetsReceived: received,
  packetsLost: lost,
})

test('counters of all lanes are added, and the pair in use tells the round trip', () => {
  const counters = countersIn([
    lane(1, 100, 50, 1),
    lane(2, 200, 60, 2),
    { type: 'candidate-pair', nominated: false, state: 'waiting', currentRoundTripTime: 9 },
    { type: 'candidate-pair', nominated: true, state: 'succeeded', currentRoundTripTime: 0.02 },
    { type: 'remote-inbound-rtp', fractionLost: 0.1, packetsLost: 2, timestamp: 77 },
    { type: 'outbound-rtp', packetsSent: 40 },
    { type: 'outbound-rtp', kind: 'video', packetsSent: 900 },
    { type: 'codec' },
  ])
  expect(counters).toEqual({
    ...{ roundTrip: 0.02, jitterDelay: 3, emitted: 300, received: 110, lost: 3 },
    ...{ sent: 40, sentInVain: 2, reportedAt: 77 },
    way: null,
  })
})

test.each([
  ['host', 'host', {}, { isRelayed: false, isByTcp: false }],
  ['prflx', 'host', {}, { isRelayed: false, isByTcp: false }],
  ['relay', 'host', { relayProtocol: 'tcp' }, { isRelayed: true, isByTcp: true }],
  ['relay', 'relay', { relayProtocol: 'tls' }, { isRelayed: true, isByTcp: true }],
  ['relay', 'host', { relayProtocol: 'udp' }, { isRelayed: true, isByTcp: false }],
  ['host', 'relay', {}, { isRelayed: true, isByTcp: false }],
])('the way is told by the two ends of the pair in use: %s, %s', (own, other, more, expected) => {
  const { way } = countersIn([
    { type: 'local-candidate', id: 'L1', candidateType: own, ...more },
    { type: 'local-candidate', id: 'L2', candidateType: 'other' },
    { type: 'remote-candidate', id: 'R1', candidateType: other, port: 5000 },
    { type: 'candidate-pair', nominated: false, state: 'succeeded', localCandidateId: 'L2' },
    {
      ...{ type: 'candidate-pair', nominated: true, state: 'succeeded' },
      ...{ localCandidateId: 'L1', remoteCandidateId: 'R1' },
    },
  ])
  expect(way).toEqual({ ...expected, port: 5000 })
})

test('what a browser leaves out counts as nothing', () => {
  expect(countersIn([{ type: 'inbound-rtp' }, { type: 'candidate-pair' }])).toEqual(NO_COUNTERS)
})

test('quality is what happened between two moments', () => {
  const before = { ...NO_COUNTERS, jitterDelay: 10, emitted: 1_000, received: 100, lost: 10 }
  const after = {
    ...{ roundTrip: 0.03, jitterDelay: 11.2, emitted: 1_040, received: 190, lost: 20 },
    ...{ sent: 0, sentInVain: 0, reportedAt: null, way: null },
  }
  const quality = qualityBetween(before, after, { output: 25, ownLoss: 0 })
  expect(quality.roundTrip).toBeCloseTo(30)
  expect(quality.jitterBuffer).toBeCloseTo(30)
  expect(quality.loss).toBeCloseTo(0.1)
  // 10 captured + 20 packed + 30 under way + 30 in the buffer + 25 until it is heard.
  expect(quality.mouthToEar).toBeCloseTo(115)
})

test('packets that came late are no loss, and while nobody speaks there is no delay to tell', () => {
  const before = { ...NO_COUNTERS, lost: 5, emitted: 10 }
  const quality = qualityBetween(before, { ...before, lost: 3, roundTrip: 0.01 }, QUIET)
  expect(quality).toEqual({
    roundTrip: 10,
    jitterBuffer: null,
    loss: 0,
    ownLoss: 0,
    mouthToEar: null,
    way: null,
  })
})

test('the own voice that does not arrive counts as well', () => {
  const device = { output: 0, ownLoss: 0.2 }
  expect(qualityBetween(NO_COUNTERS, NO_COUNTERS, device).loss).toBe(0.2)
})

test('the own loss is that between two reports, until there is another one', () => {
  const ownLossOf = createOwnLoss()
  const at = (reportedAt: number | null, sent: number, sentInVain: number) =>
    ownLossOf({ ...NO_COUNTERS, reportedAt, sent, sentInVain })
  expect(at(null, 50, 0)).toBe(0)
  expect(at(1_000, 100, 5)).toBe(0.05)
  expect(at(1_000, 150, 5)).toBe(0.05)
  expect(at(6_000, 300, 45)).toBe(0.2)
  expect(at(11_000, 500, 45)).toBe(0)
  // Counted anew, as when the server was started anew.
  expect(at(16_000, 600, 3)).toBe(0)
})
