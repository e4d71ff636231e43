import type { IncomingCall, RingAnswer } from '#shared/ipc/ringing.ts'

/** A page that was gone for so long is not coming back to a call that still rings, in milliseconds. */
export const PAGE_IS_LOST_AFTER_MS = 20_000

/** The longest for which a server can be set up to let a call ring: after it nobody waits any more. */
export const RINGS_AT_MOST_MS = 600_000

/**
 * Ringing, as the app sees it. The page says what rings and is told what somebody chose; it may be gone
 * for a moment in between. Times are in milliseconds since 1970.
 */
export type RingState =
  | { readonly phase: 'idle' }
  | {
      readonly phase: 'ringing'
      readonly call: IncomingCall
      readonly since: number
      /** Null while there is a page. */
      readonly pageLostAt: number | null
    }
  /** Kept until the page has done something about it, because a page that is loading hears nothing. */
  | { readonly phase: 'answered'; readonly answer: RingAnswer; readonly pageLostAt: number | null }

export type RingEvent = { readonly at: number } & (
  | { readonly type: 'asked'; readonly call: IncomingCall | null }
  | { readonly type: 'answered'; readonly answer: RingAnswer }
  | { readonly type: 'page-lost' }
  | { readonly type: 'time' }
)

/** What is to be done about a step, in this order. */
export type RingEffect =
  | { readonly do: 'start'; readonly call: IncomingCall }
  | { readonly do: 'stop' }
  | { readonly do: 'tell'; readonly answer: RingAnswer }

type Step = readonly [RingState, readonly RingEffect[]]

export const IDLE: RingState = { phase: 'idle' }

export function stepRing(state: RingState, event: RingEvent): Step {
  switch (event.type) {
    case 'asked':
      return event.call === null ? end(state) : ask(state, event.call, event.at)
    case 'answered':
      return answer(state, event.answer)
    case 'page-lost':
      if (state.phase === 'idle' || state.pageLostAt !== null) return [state, []]
      return [{ ...state, pageLostAt: event.at }, []]
    case 'time':
      return event.at >= endsAt(state) ? end(state) : [state, []]
  }
}

/** When it ends by itself; never while it is idle. */
export function endsAt(state: RingState): number {
  if (state.phase === 'idle') return Infinity
  const lost = state.pageLostAt === null ? Infinity : state.pageLostAt + PAGE_IS_LOST_AFTER_MS
  return state.phase === 'ringing' ? Math.min(lost, state.since + RINGS_AT_MOST_MS) : lost
}

function ask(state: RingState, call: IncomingCall, at: number): Step {
  if (state.phase === 'ringing' && state.call.callId === call.callId)
    return [{ ...state, pageLostAt: null }, []]
  if (state.phase === 'answered' && state.answer.callId === call.callId) {
    // Whoever chose has chosen: it does not ring again, and a page that missed it is told now.
    const isMissed = state.pageLostAt !== null
    return [{ ...state, pageLostAt: null }, isMissed ? [{ do: 'tell', answer: state.answer }] : []]
  }
  const [, effects] = end(state)
  return [
    { phase: 'ringing', call, since: at, pageLostAt: null },
    [...effects, { do: 'start', call }],
  ]
}

/** What is said about another call than the one that rings comes too late. */
function answer(state: RingState, chosen: RingAnswer): Step {
  if (state.phase !== 'ringing' || state.call.callId !== chosen.callId) return [state, []]
  const { pageLostAt } = state
  const told: readonly RingEffect[] = pageLostAt === null ? [{ do: 'tell', answer: chosen }] : []
  return [{ phase: 'answered', answer: chosen, pageLostAt }, [{ do: 'stop' }, ...told]]
}

const end = (state: RingState): Step => [IDLE, state.phase === 'ringing' ? [{ do: 'stop' }] : []]
