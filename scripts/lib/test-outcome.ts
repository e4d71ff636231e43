/** One test of any kind, reduced to what the last line of `npm test` needs to know. */
export type TestOutcome = {
  readonly name: string
  readonly state: 'passed' | 'failed' | 'skipped'
  /** Why it was skipped. */
  readonly reason?: string
}

export const passed = (name: string): TestOutcome => ({ name, state: 'passed' })
export const failed = (name: string): TestOutcome => ({ name, state: 'failed' })
export const skipped = (name: string, reason: string): TestOutcome => ({
  name,
  state: 'skipped',
  reason,
})

/** `3 passed, 0 failed`, and the skipped ones only where there are any. */
export function summaryLine(outcomes: readonly TestOutcome[]): string {
  const count = (state: TestOutcome['state']) =>
    outcomes.filter((outcome) => outcome.state === state).length
  const line = `${count('passed')} passed, ${count('failed')} failed`
  return count('skipped') === 0 ? line : `${line}, ${count('skipped')} skipped`
}

/** Nothing failed, and something ran: a run that tested nothing proved nothing. */
export function isGood(outcomes: readonly TestOutcome[]): boolean {
  return (
    outcomes.some(({ state }) => state === 'passed') &&
    outcomes.every(({ state }) => state !== 'failed')
  )
}
