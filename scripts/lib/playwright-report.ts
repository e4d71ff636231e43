import { failed, passed, skipped, type TestOutcome } from './test-outcome.ts'

/** The parts of Playwright's JSON report that are read here. */
type Suite = {
  readonly title: string
  readonly suites?: readonly Suite[]
  readonly specs?: readonly Spec[]
}
type Spec = { readonly title: string; readonly tests: readonly Test[] }
type Test = {
  readonly projectName: string
  readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped'
  readonly annotations: readonly { readonly type: string; readonly description?: string }[]
}
type Report = { readonly suites: readonly Suite[]; readonly errors: readonly unknown[] }

/** What a Playwright run came to. Trouble outside of any test counts as one failure each. */
export function readPlaywrightReport(json: string): TestOutcome[] {
  const report: Report = JSON.parse(json)
  return [
    ...report.suites.flatMap((suite) => outcomesOf(suite, [])),
    ...report.errors.map(() => failed('an error outside of any test (playwright)')),
  ]
}

function outcomesOf(suite: Suite, above: readonly string[]): TestOutcome[] {
  const titles = [...above, suite.title]
  return [
    ...(suite.specs ?? []).flatMap((spec) =>
      spec.tests.map((test) => outcomeOf(test, [...titles, spec.title].join(' > '))),
    ),
    ...(suite.suites ?? []).flatMap((inner) => outcomesOf(inner, titles)),
  ]
}

function outcomeOf({ status, projectName, annotations }: Test, title: string): TestOutcome {
  const name = `[${projectName}] ${title}`
  if (status === 'expected') return passed(name)
  if (status !== 'skipped') return failed(name)
  const skip = annotations.find(({ type }) => type === 'skip' || type === 'fixme')
  // Playwright calls a test skipped as well when the one before it in a chain failed.
  if (skip === undefined) return failed(`${name} (did not run)`)
  return skipped(name, skip.description ?? 'no reason given')
}
