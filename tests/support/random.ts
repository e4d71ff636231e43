/** Pseudo-random numbers from a seed (mulberry32), so that a failure can be run again. */
export interface Random {
  readonly seed: number
  /** From 0 (inclusive) to 1 (exclusive). */
  next(): number
  /** A whole number from 0 to `below` - 1. */
  below(below: number): number
  pick<Value>(values: readonly Value[]): Value
}

/** Without a seed in `TEST_SEED` a new one, printed so that the run can be repeated. */
export function createRandom(purpose: string): Random {
  const given = Number(process.env['TEST_SEED'])
  const seed = Number.isInteger(given) && given > 0 ? given : Date.now() % 1_000_000_000
  console.log(`${purpose}: TEST_SEED=${seed}`)
  return randomFrom(seed)
}

export function randomFrom(seed: number): Random {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return { seed, next, below, pick: (values) => values[below(values.length)] as never }
}
