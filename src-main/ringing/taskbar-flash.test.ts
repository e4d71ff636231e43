import { expect, test } from 'vitest'
import { callIdSchema } from '#shared/domain/ids.ts'
import type { Ring } from './ring-layer.ts'
import { createTaskbarFlash } from './taskbar-flash.ts'

const ring = (isQuiet = false): Ring => ({
  call: {
    callId: callIdSchema.parse('11111111-1111-4111-8111-111111111111'),
    from: 'Anna',
    others: [],
  },
  ...{ isQuiet, isTest: false },
  ...{ answer: () => undefined, open: () => undefined },
})

test('the window flashes while it rings, and not in quiet hours', () => {
  const flashes: boolean[] = []
  const window = { flashFrame: (isOn: boolean) => void flashes.push(isOn) }
  const way = createTaskbarFlash({ window: () => window, dock: null })
  way.start(ring(true))
  way.stop()
  expect(flashes).toEqual([])
  way.start(ring())
  way.stop()
  way.stop()
  expect(flashes).toEqual([true, false])
})

test('on macOS the icon bounces until it is over', () => {
  const bouncing = new Set<number>()
  const dock = {
    bounce() {
      bouncing.add(7)
      return 7
    },
    cancelBounce: (id: number) => void bouncing.delete(id),
  }
  const way = createTaskbarFlash({ window: () => null, dock })
  way.start(ring())
  expect(bouncing.size).toBe(1)
  way.stop()
  expect(bouncing.size).toBe(0)
})

test('a hidden window has nothing that could flash, and the report says so', () => {
  const way = createTaskbarFlash({ window: () => null, dock: null })
  way.start(ring())
  expect(way.report()[0]?.detail).toContain('is hidden')
})
