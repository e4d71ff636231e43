import { expect, test } from 'vitest'
import { arrivalsIn } from './arrivals.ts'

test('sound and the questions whether somebody is there count, on every pair', () => {
  expect(
    arrivalsIn([
      { type: 'candidate-pair', packetsReceived: 50, requestsReceived: 2, responsesReceived: 3 },
      { type: 'candidate-pair', requestsReceived: 1 },
      { type: 'inbound-rtp', packetsReceived: 50 },
    ]),
  ).toBe(56)
})

test('a browser that counts nothing says nothing', () => {
  expect(arrivalsIn([{ type: 'candidate-pair', state: 'succeeded' }, { type: 'codec' }])).toBeNull()
})
