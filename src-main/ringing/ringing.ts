import { callIdSchema } from '#shared/domain/ids.ts'
import { isQuietAt, type QuietHours } from '#shared/domain/quiet-hours.ts'
import {
  TEST_RING_MS,
  type IncomingCall,
  type RingAnswer,
  type RingLayer,
} from '#shared/ipc/ringing.ts'
import type { Choice, Ring, RingWay } from './ring-layer.ts'
import { endsAt, IDLE, stepRing, type RingEffect, type RingEvent } from './ring-state.ts'

export interface RingingDependencies {
  readonly ways: readonly RingWay[]
  readonly quietHours: () => QuietHours | null
  readonly now: () => Date
  readonly newUuid: () => string
  /** To the page. */
  readonly tell: (answer: RingAnswer) => void
  readonly openApp: () => void
  readonly warn: (message: string, facts: Readonly<Record<string, unknown>>) => void
}

/** Ringing belongs to the app and not to its page: it goes on while the page is hidden, loads or crashed. */
export interface Ringing {
  /** Rings for this call, or ends the ringing. */
  ring(call: IncomingCall | null): void
  answer(choice: Choice): void
  /** The page crashed, loads again, or was closed. */
  losePage(): void
  /** Rings for a few seconds, unless somebody calls. */
  test(): Promise<readonly RingLayer[]>
}

/** Somebody who tries how it rings; nobody is told what they choose. */
const TEST_NAME = 'Test ring'

type WithoutTime<Event> = Event extends unknown ? Omit<Event, 'at'> : never

export function createRinging(dependencies: RingingDependencies): Ringing {
  const { ways, now, warn } = dependencies
  let state = IDLE
  let timer: NodeJS.Timeout | undefined
  let test: { readonly result: Promise<readonly RingLayer[]>; readonly end: () => void } | null =
    null

  /** What one way cannot do must not keep another from ringing. */
  const onEachWay = (act: (way: RingWay) => void): void => {
    for (const way of ways) {
      try {
        act(way)
      } catch (error) {
        warn('a way of ringing failed', { reason: String(error) })
      }
    }
  }
  const start = (ring: Omit<Ring, 'open'>): void =>
    onEachWay((way) => way.start({ ...ring, open: dependencies.openApp }))
  const stop = (): void => onEachWay((way) => way.stop())

  const startCall = (call: IncomingCall): void => {
    test?.end()
    const isQuiet = isQuietAt(dependencies.quietHours(), now())
    const { callId } = call
    start({ call, isQuiet, isTest: false, answer: (choice) => answerCall({ callId, ...choice }) })
  }
  const answerCall = (answer: RingAnswer): void => take({ type: 'answered', answer })

  const perform = (effect: RingEffect): void => {
    if (effect.do === 'start') return startCall(effect.call)
    if (effect.do === 'stop') return stop()
    dependencies.tell(effect.answer)
    if (effect.answer.kind === 'accept') dependencies.openApp()
  }

  function take(event: WithoutTime<RingEvent>): void {
    const at = now().getTime()
    const [next, effects] = stepRing(state, { ...event, at })
    state = next
    clearTimeout(timer)
    const end = endsAt(state)
    if (end !== Infinity) timer = setTimeout(() => take({ type: 'time' }), Math.max(end - at, 0))
    for (const effect of effects) perform(effect)
  }

  function startTest(): Promise<readonly RingLayer[]> {
    const { promise, resolve } = withResolver<readonly RingLayer[]>()
    const end = (): void => {
      clearTimeout(over)
      const layers = ways.flatMap((way) => way.report())
      test = null
      stop()
      resolve([...layers, ...quietLayer(dependencies.quietHours(), now())])
    }
    const over = setTimeout(end, TEST_RING_MS)
    test = { result: promise, end }
    const call = { callId: callIdSchema.parse(dependencies.newUuid()), from: TEST_NAME, others: [] }
    start({ call, isQuiet: false, isTest: true, answer: () => test?.end() })
    return promise
  }

  return {
    ring: (call) => take({ type: 'asked', call }),
    answer(choice) {
      if (state.phase === 'ringing') answerCall({ callId: state.call.callId, ...choice })
    },
    losePage() {
      take({ type: 'page-lost' })
    },
    async test() {
      if (state.phase === 'ringing') return [BUSY]
      return test?.result ?? startTest()
    },
  }
}

const BUSY: RingLayer = {
  layer: 'Call',
  ok: false,
  detail: 'Somebody is calling right now. Try it again afterwards.',
}

/** Real calls would have rung less. */
function quietLayer(hours: QuietHours | null, now: Date): readonly RingLayer[] {
  if (hours === null || !isQuietAt(hours, now)) return []
  const detail = `It is quiet from ${hours.from} to ${hours.to}: calls leave a notification and do not ring now.`
  return [{ layer: 'Quiet hours', ok: false, detail }]
}

/** `Promise.withResolvers`, which the oldest runtime does not have. */
function withResolver<Value>(): {
  readonly promise: Promise<Value>
  readonly resolve: (value: Value) => void
} {
  let resolve: (value: Value) => void = () => undefined
  const promise = new Promise<Value>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
