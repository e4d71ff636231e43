import type { Random } from '../../support/random.ts'

/**
 * What people do, decided beforehand and from a seed alone, so that the same can be done on every
 * store. A message is called by its key, which is known before anything is sent.
 */
export type Step =
  | { readonly kind: 'say'; readonly key: string; readonly text: string; readonly replyTo?: string }
  | { readonly kind: 'edit'; readonly key: string; readonly text: string }
  | { readonly kind: 'delete'; readonly key: string }
  | { readonly kind: 'pin'; readonly key: string; readonly on: boolean }
  | {
      readonly kind: 'react'
      readonly key: string
      readonly emoji: string
      readonly on: boolean
    }

export interface Plan {
  readonly who: string
  readonly steps: readonly Step[]
}

/** What is left of a message in the end, whenever which step got through. */
export interface Remains {
  readonly key: string
  readonly user: string
  readonly text: string
  readonly isEdited: boolean
  readonly isDeleted: boolean
  readonly isPinned: boolean
  readonly replyTo: string | null
  /** Who felt what, sorted. */
  readonly reactions: readonly string[]
}

const EMOJI = ['👍', '🎉', '❤️'] as const

/** One emoji of few, so that a message never takes too many; few pins for the same reason. */
const PINS_MAX = 2

/**
 * Each step refers only to what an earlier one made, so nobody can wait for anybody in a circle. Only
 * authors edit, delete and pin, and everybody feels for themselves: so what is left does not depend on
 * who was faster, only the order between authors does.
 */
export function planFor(random: Random, names: readonly string[], steps: number) {
  const plans = new Map<string, Step[]>(names.map((name) => [name, []]))
  const remains = new Map<string, Remains>()
  let pins = 0

  const ownOf = (who: string): Remains[] => [...remains.values()].filter(({ user }) => user === who)
  const change = (message: Remains, changed: Partial<Remains>): void => {
    remains.set(message.key, { ...message, ...changed })
  }

  function say(who: string, count: number): Step {
    const key = uuidFrom(random)
    const answered =
      remains.size > 0 && random.below(4) === 0 ? random.pick([...remains.keys()]) : null
    const text = `${who} says ${count}`
    const untouched = { isEdited: false, isDeleted: false, isPinned: false, reactions: [] }
    remains.set(key, { key, user: who, text, replyTo: answered, ...untouched })
    return { kind: 'say', key, text, ...(answered && { replyTo: answered }) }
  }

  function edit(message: Remains, count: number): Step {
    const text = `${message.user} means ${count}`
    if (!message.isDeleted) change(message, { text, isEdited: true })
    return { kind: 'edit', key: message.key, text }
  }

  function remove(message: Remains): Step {
    const gone = { text: '', isEdited: false, isPinned: false, replyTo: null, reactions: [] }
    change(message, { ...gone, isDeleted: true })
    return { kind: 'delete', key: message.key }
  }

  function pin(message: Remains): Step {
    const on = !message.isPinned && pins < PINS_MAX
    if (on) pins += 1
    if (!message.isDeleted) change(message, { isPinned: on })
    return { kind: 'pin', key: message.key, on }
  }

  function react(who: string): Step {
    const message = random.pick([...remains.values()])
    const emoji = random.pick(EMOJI)
    const felt = `${emoji} ${who}`
    const on = !message.reactions.includes(felt)
    const others = message.reactions.filter((other) => other !== felt)
    if (!message.isDeleted) {
      change(message, { reactions: on ? [...others, felt].toSorted() : others })
    }
    return { kind: 'react', key: message.key, emoji, on }
  }

  for (let count = 0; count < steps; count += 1) {
    const who = random.pick(names)
    const own = ownOf(who)
    const kind = random.below(20)
    const step =
      remains.size === 0 || kind < 9 || (own.length === 0 && kind >= 14)
        ? say(who, count)
        : kind < 14
          ? react(who)
          : kind < 17
            ? edit(random.pick(own), count)
            : kind < 19
              ? remove(random.pick(own))
              : pin(random.pick(own))
    plans.get(who)?.push(step)
  }
  const plan: Plan[] = [...plans].map(([who, list]) => ({ who, steps: list }))
  return { plan, remains: [...remains.values()] }
}

/** Somebody who only talks. */
export const lines = (random: Random, who: string, count: number): Step[] =>
  Array.from({ length: count }, (_, index) => ({
    kind: 'say',
    key: uuidFrom(random),
    text: `${who} says ${index}`,
  }))

/** A UUID of version 4 that a seed decides. */
function uuidFrom(random: Random): string {
  const hex = Array.from({ length: 32 }, () => random.below(16).toString(16))
  hex[12] = '4'
  hex[16] = '8'
  return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
