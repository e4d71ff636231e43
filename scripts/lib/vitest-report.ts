import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Reporter, TestModule } from 'vitest/node'
import { failed, passed, skipped, type TestOutcome } from './test-outcome.ts'
import { inRoot } from './paths.mjs'

export const VITEST_REPORT = inRoot('test-results/vitest.json')

/** Writes what `npm test` counts. Vitest's own JSON leaves out why a test was skipped. */
export default class VitestReport implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const outcomes = [
      ...modules.flatMap(outcomesOf),
      ...errors.map(() => failed('an error outside of any test (vitest)')),
    ]
    mkdirSync(path.dirname(VITEST_REPORT), { recursive: true })
    writeFileSync(VITEST_REPORT, JSON.stringify(outcomes, null, 1))
  }
}

function outcomesOf(module: TestModule): TestOutcome[] {
  const tests = [...module.children.allTests()].map((test): TestOutcome => {
    const name = `${module.relativeModuleId} > ${test.fullName}`
    const result = test.result()
    if (result.state === 'passed') return passed(name)
    if (result.state === 'skipped') return skipped(name, result.note ?? 'no reason given')
    return failed(name)
  })
  // A file that cannot even be loaded has no tests that could fail.
  const isBroken = !module.ok() && tests.every(({ state }) => state !== 'failed')
  return isBroken ? [...tests, failed(module.relativeModuleId)] : tests
}
