import type { NotificationConstructorOptions } from 'electron'
import { expect, test } from 'vitest'
import { callIdSchema } from '#shared/domain/ids.ts'
import { createCallNotification } from './call-notification.ts'
import type { Choice, Ring } from './ring-layer.ts'

type Listener = (event: unknown, detail: never) => void

/** A stand-in for the notifications of a system. */
function setUp(platform: NodeJS.Platform, isSupported = true) {
  const created: {
    readonly options: NotificationConstructorOptions
    readonly say: (event: string, detail?: unknown) => void
    isOpen: boolean
  }[] = []
  const chosen: (Choice | 'open')[] = []
  const way = createCallNotification({
    platform,
    isSupported: () => isSupported,
    create(options) {
      const listeners = new Map<string, Listener>()
      const entry = {
        options,
        isOpen: false,
        say: (event: string, detail?: unknown) => listeners.get(event)?.({}, detail as never),
      }
      created.push(entry)
      return {
        on: (event: string, listener: Listener) => void listeners.set(event, listener),
        show: () => void (entry.isOpen = true),
        close: () => void (entry.isOpen = false),
      }
    },
  })
  const ring = (isQuiet = false): Ring => ({
    call: {
      callId: callIdSchema.parse('11111111-1111-4111-8111-111111111111'),
      from: 'Anna',
      others: [],
    },
    ...{ isQuiet, isTest: false },
    answer: (choice) => void chosen.push(choice),
    open: () => void chosen.push('open'),
  })
  const newest = () => {
    const note = created.at(-1)
    if (!note) throw new Error('There is no notification')
    return note
  }
  return { way, ring, chosen, newest, created }
}

test('its buttons answer where the system has buttons, and a click shows the app', () => {
  const { way, ring, chosen, newest } = setUp('darwin')
  way.start(ring())
  expect(newest().options.actions?.map(({ text }) => text)).toEqual(['Accept', 'Decline'])
  newest().say('action', 1)
  newest().say('action', 0)
  newest().say('click')
  expect(chosen).toEqual([{ kind: 'decline', text: null }, { kind: 'accept' }, 'open'])
})

test('on Linux there are no buttons', () => {
  const { way, ring, newest } = setUp('linux')
  way.start(ring())
  expect(newest().options).toMatchObject({ title: 'Anna', body: 'Incoming call', silent: true })
  expect(newest().options).not.toHaveProperty('actions')
})

test('a call of more than two names the others', () => {
  const { way, ring, newest } = setUp('linux')
  const start = (isQuiet: boolean): void => {
    const plain = ring(isQuiet)
    way.start({ ...plain, call: { ...plain.call, others: ['Ben'] } })
  }
  start(false)
  expect(newest().options.body).toBe('Incoming call, with Ben')
  start(true)
  expect(newest().options.body).toBe('Called you in your quiet hours, with Ben')
})

test('it goes with the ringing, but for quiet hours, in which it is all there is', () => {
  const { way, ring, newest, created } = setUp('linux')
  way.start(ring())
  way.stop()
  expect(newest().isOpen).toBe(false)
  way.start(ring(true))
  way.stop()
  expect(newest()).toMatchObject({
    isOpen: true,
    options: { body: 'Called you in your quiet hours' },
  })
  expect(created).toHaveLength(2)
})

test('the report says whether the system showed it', () => {
  const { way, ring, newest } = setUp('win32')
  way.start(ring())
  expect(way.report()[0]?.detail).toContain('it did not say why')
  newest().say('show')
  expect(way.report()).toMatchObject([{ ok: true }])
  newest().say('failed', 'focus assist')
  const [layer] = way.report()
  expect(layer).toMatchObject({ ok: false })
  expect(layer?.detail).toContain('focus assist')
})

test('a system without notifications is named as such', () => {
  const { way, ring, created } = setUp('linux', false)
  way.start(ring())
  expect(created).toEqual([])
  expect(way.report()).toMatchObject([{ ok: false }])
})
