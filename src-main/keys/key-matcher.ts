import type { GlobalKeys, KeyCombination } from '#shared/domain/global-keys.ts'

/**
 * A key that is held repeats itself after at most a second, and many times a second from then on. One
 * that was silent for longer and comes down again was let go of meanwhile, and nobody told.
 */
const SILENCE_MEANS_RELEASED_MS = 1_500

/** A talk key of which nothing was heard for so long was let go of: a mouse button does not repeat. */
const HELD_AT_MOST_MS = 5 * 60_000

/** Where a key is on the keyboard, and what it did. */
export type KeyMove = { readonly code: string; readonly isDown: boolean; readonly at: number }

type Times = ReadonlyMap<string, number>

export interface KeysHeld {
  /** What is down, and when something was last heard of it. */
  readonly down: Times
  /** What was down when everything was let go of: it counts again once it was really released. */
  readonly ignored: Times
  readonly isTalking: boolean
}

export type KeySignal =
  | { readonly type: 'talk'; readonly isHeld: boolean }
  | { readonly type: 'pressed'; readonly name: 'mute' | 'deafen' }

type Step = readonly [KeysHeld, readonly KeySignal[]]

export const NOTHING_HELD: KeysHeld = { down: new Map(), ignored: new Map(), isTalking: false }

/** What a key that goes down or up means. Keys that nobody chose mean nothing, and are not kept. */
export function stepKeys(held: KeysHeld, move: KeyMove, keys: GlobalKeys): Step {
  if (!isChosen(keys, move.code)) return [held, []]
  return move.isDown ? press(held, move, keys) : release(held, move, keys)
}

function press(held: KeysHeld, { code, at }: KeyMove, keys: GlobalKeys): Step {
  if (isRepeat(held.ignored, code, at)) {
    return [{ ...held, ignored: new Map(held.ignored).set(code, at) }, []]
  }
  const isNew = !isRepeat(held.down, code, at)
  const down = new Map(held.down).set(code, at)
  const [next, talk] = talkOn({ ...held, down, ignored: without(held.ignored, code) }, keys)
  return [next, [...talk, ...(isNew ? switched(down, code, keys) : [])]]
}

const release = (held: KeysHeld, { code }: KeyMove, keys: GlobalKeys): Step =>
  talkOn({ ...held, down: without(held.down, code), ignored: without(held.ignored, code) }, keys)

/**
 * Everything that is held ends, until it is really released and pressed again.
 *
 * @param alsoDown what may be down without our having heard of it
 */
export function letGo(held: KeysHeld, alsoDown: KeyCombination = [], at = 0): Step {
  const unheard = alsoDown.map((code) => [code, at] as const)
  const ignored = new Map([...unheard, ...held.ignored, ...held.down])
  return [{ ...NOTHING_HELD, ignored }, held.isTalking ? [{ type: 'talk', isHeld: false }] : []]
}

/** Whether talking has gone on without a sign of the key for longer than anybody holds it. */
export const isForgotten = ({ down, isTalking }: KeysHeld, now: number): boolean =>
  isTalking && Math.max(...down.values()) + HELD_AT_MOST_MS < now

function talkOn(held: KeysHeld, { talk }: GlobalKeys): Step {
  const isTalking = talk !== null && isDown(held.down, talk)
  if (isTalking === held.isTalking) return [held, []]
  return [{ ...held, isTalking }, [{ type: 'talk', isHeld: isTalking }]]
}

/** Of two combinations that are both down, such as M and Ctrl M, the longer one is meant. */
function switched(down: Times, code: string, keys: GlobalKeys): readonly KeySignal[] {
  const pressed = (['mute', 'deafen'] as const).flatMap((name) => {
    const combination = keys[name]
    if (!combination?.includes(code) || !isDown(down, combination)) return []
    return [{ name, length: combination.length }]
  })
  const [longest] = pressed.toSorted((one, other) => other.length - one.length)
  return longest ? [{ type: 'pressed', name: longest.name }] : []
}

const isDown = (down: Times, combination: KeyCombination): boolean =>
  combination.every((code) => down.has(code))

const isChosen = ({ talk, mute, deafen }: GlobalKeys, code: string): boolean =>
  [talk, mute, deafen].some((combination) => combination?.includes(code))

function isRepeat(times: Times, code: string, at: number): boolean {
  const last = times.get(code)
  return last !== undefined && at - last <= SILENCE_MEANS_RELEASED_MS
}

function without(times: Times, code: string): Times {
  const next = new Map(times)
  next.delete(code)
  return next
}
