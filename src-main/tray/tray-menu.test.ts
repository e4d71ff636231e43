import { expect, test } from 'vitest'
import { callIdSchema } from '#shared/domain/ids.ts'
import type { RingCommand, ShownCall } from '#shared/ipc/ringing.ts'
import type { Choice } from '../ringing/ring-layer.ts'
import { trayMenu, trayPicture, trayWords, type TrayState } from './tray-menu.ts'

const RINGING = {
  callId: callIdSchema.parse('11111111-1111-4111-8111-111111111111'),
  from: 'Anna & Co',
  others: [],
}
const TALKING: ShownCall = {
  with: 'Bob',
  phase: 'connected',
  since: 1_000,
  isMuted: false,
  isSharing: false,
}
const MINUTE = 60_000

function setUp(state: TrayState, now = 1_000) {
  const said: (Choice | RingCommand | 'open' | 'quit')[] = []
  const menu = trayMenu(state, now, {
    open: () => void said.push('open'),
    answer: (choice) => void said.push(choice),
    command: (command) => void said.push(command),
    quit: () => void said.push('quit'),
  })
  return {
    said,
    labels: menu.map(({ label, type }) => label ?? type),
    click(label: string) {
      const item = menu.find((entry) => entry.label === label)
      if (!item?.click) throw new Error(`There is no ${label}`)
      ;(item.click as () => void)()
    },
  }
}

test('without a call there is opening and quitting', () => {
  const { labels, click, said } = setUp({ ringing: null, call: null })
  expect(labels).toEqual(['Open Parley', 'separator', 'Quit Parley'])
  click('Open Parley')
  click('Quit Parley')
  expect(said).toEqual(['open', 'quit'])
})

test('while it rings, the tray answers', () => {
  const { labels, click, said } = setUp({ ringing: RINGING, call: null })
  expect(labels.slice(0, 4)).toEqual(['Anna && Co is calling', 'Accept', 'Decline', 'separator'])
  click('Accept')
  click('Decline')
  expect(said).toEqual([{ kind: 'accept' }, { kind: 'decline', text: null }])
})

test('in a call there are name and time, mute and hanging up', () => {
  const { labels, click, said } = setUp({ ringing: null, call: TALKING }, 1_000 + 3.9 * MINUTE)
  expect(labels.slice(0, 3)).toEqual(['In a call with Bob, 3 min', 'Mute', 'Hang up'])
  click('Mute')
  click('Hang up')
  expect(said).toEqual(['toggle-mute', 'hang-up'])
})

test('a call of more than two names the others', () => {
  const ringing = { ...RINGING, others: ['Ben', 'Cem'] }
  expect(trayWords({ ringing, call: null }, 0)).toBe('Anna & Co is calling, with Ben and Cem')
  expect(setUp({ ringing, call: null }).labels[0]).toBe('Anna && Co is calling, with Ben and Cem')
})

test('whoever shows their screen can stop from there, over whatever they show', () => {
  const call = { ...TALKING, isSharing: true }
  const { labels, click, said } = setUp({ ringing: null, call })
  expect(labels.slice(1, 4)).toEqual(['Mute', 'Stop sharing your screen', 'Hang up'])
  click('Stop sharing your screen')
  expect(said).toEqual(['stop-sharing'])
})

test('whoever is muted can unmute', () => {
  const { labels } = setUp({ ringing: null, call: { ...TALKING, isMuted: true } })
  expect(labels).toContain('Unmute')
})

test.each([
  [{ phase: 'calling', since: null }, 'Calling Bob'],
  [{ phase: 'connecting', since: null }, 'Connecting with Bob'],
  [{ phase: 'connected', since: null }, 'In a call with Bob'],
  [{ phase: 'connected', since: 125 * MINUTE }, 'In a call with Bob, 0 min'],
  [{ phase: 'connected', since: 0 }, 'In a call with Bob, 2 h 5 min'],
] as const)('%j reads %j', (part, words) => {
  expect(trayWords({ ringing: null, call: { ...TALKING, ...part } }, 125 * MINUTE)).toBe(words)
})

test('the picture shows what matters most', () => {
  expect(trayPicture({ ringing: null, call: null })).toBe('idle')
  expect(trayPicture({ ringing: null, call: TALKING })).toBe('call')
  expect(trayPicture({ ringing: RINGING, call: TALKING })).toBe('ringing')
})
