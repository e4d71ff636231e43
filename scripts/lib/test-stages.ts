import { existsSync, readFileSync, rmSync } from 'node:fs'
import { runChecks } from './check-steps.ts'
import { ensureBuild } from './ensure-build.ts'
import { inRoot } from './paths.mjs'
import { readPlaywrightReport } from './playwright-report.ts'
import { isRoot, show, tool } from './processes.ts'
import { ensureSystemPackages } from './system-packages.ts'
import { tellCheck } from './tell-check.ts'
import { failed, passed, type TestOutcome } from './test-outcome.ts'
import { VITEST_REPORT } from './vitest-report.ts'

export type TestStage = {
  readonly name: string
  /** Throws, with a sentence, when it could not run at all. */
  readonly run: (filters: readonly string[]) => Promise<TestOutcome[]>
}

const PLAYWRIGHT_REPORT = inRoot('test-results/e2e.json')

export const TEST_STAGES: readonly TestStage[] = [
  { name: 'check', run: runCheckStage },
  { name: 'unit', run: runVitest },
  { name: 'e2e', run: runPlaywright },
]

async function runCheckStage(): Promise<TestOutcome[]> {
  const results = await runChecks(tellCheck)
  return results.map((result) => (result.passed ? passed : failed)(`check > ${result.name}`))
}

/** Unit, contract and integration tests. */
async function runVitest(filters: readonly string[]): Promise<TestOutcome[]> {
  await demandSystemPackages(['redis', 'turn', ...(isRoot() ? (['disk'] as const) : [])])
  await ensureBuild()
  const [node, vitest] = tool('vitest/vitest.mjs')
  const reporter = inRoot('scripts/lib/vitest-report.ts')
  const args = [vitest, 'run', '--reporter=default', `--reporter=${reporter}`, ...filters]
  return runAndRead(VITEST_REPORT, JSON.parse, () => show(node, args))
}

/** The product as people meet it: in Electron, in a browser, and packaged. */
async function runPlaywright(filters: readonly string[]): Promise<TestOutcome[]> {
  const networks = isRoot() ? (['networks'] as const) : []
  await demandSystemPackages(['electron', 'screen', 'keyboard', 'browser', 'turn', ...networks])
  const [node, playwright] = tool('@playwright/test/cli.js')
  const args = [playwright, 'test', '--config', 'tests/playwright.config.ts', ...filters]
  return runAndRead(PLAYWRIGHT_REPORT, readPlaywrightReport, () => show(node, args))
}

async function demandSystemPackages(needs: Parameters<typeof ensureSystemPackages>[0]) {
  if (!(await ensureSystemPackages(needs)))
    throw new Error('What these tests need from the operating system is missing.')
}

/** A runner that ends badly although no test failed has failed in a way it did not report. */
async function runAndRead(
  report: string,
  read: (json: string) => TestOutcome[],
  run: () => Promise<number>,
): Promise<TestOutcome[]> {
  rmSync(report, { force: true })
  const code = await run()
  if (!existsSync(report)) throw new Error(`The test runner ended (${code}) without a report.`)
  const outcomes = read(readFileSync(report, 'utf8'))
  const isExplained = code === 0 || outcomes.some(({ state }) => state === 'failed')
  return isExplained ? outcomes : [...outcomes, failed(`the test runner ended with code ${code}`)]
}
