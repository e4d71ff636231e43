import type { AppState } from './app-state.ts'

/**
 * A selector that computes anew only when one of its inputs is another one than before, so that what it
 * gives is the same object for as long as nothing has changed.
 */
export function lastOf<Value>(
  inputsOf: (state: AppState) => readonly unknown[],
  compute: (state: AppState) => Value,
): (state: AppState) => Value {
  let last: { readonly inputs: readonly unknown[]; readonly value: Value } | null = null
  return (state) => {
    const inputs = inputsOf(state)
    if (last?.inputs.every((input, place) => input === inputs[place]) !== true) {
      last = { inputs, value: compute(state) }
    }
    return last.value
  }
}
