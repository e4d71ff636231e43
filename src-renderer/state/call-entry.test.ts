import { expect, test } from 'vitest'
import { callEntryWords } from './call-entry.ts'

test.each([
  [{ reason: 'hung-up', duration: 192, isMissed: false }, 'Call, 3:12', 'Call, 3:12'],
  [{ reason: 'missed', duration: 0, isMissed: true }, 'No answer', 'Missed call'],
  [{ reason: 'busy', duration: 0, isMissed: true }, 'Was in another call', 'Missed call'],
  [{ reason: 'unreachable', duration: 0, isMissed: true }, 'Could not be reached', 'Missed call'],
  [{ reason: 'cancelled', duration: 0, isMissed: true }, 'Cancelled call', 'Missed call'],
  [{ reason: 'declined', duration: 0, isMissed: false }, 'Call declined', 'You declined a call'],
  [
    { reason: 'failed', duration: 61, isMissed: false },
    'Call, 1:01, connection lost',
    'Call, 1:01, connection lost',
  ],
] as const)('a call is told from where one sees it: %o', (entry, mine, theirs) => {
  expect(callEntryWords(entry, true)).toBe(mine)
  expect(callEntryWords(entry, false)).toBe(theirs)
})
