/** The second half of `npm test`, on the installed Node: run the stages, count, say it in a line. */
import { failed, isGood, summaryLine, type TestOutcome } from './lib/test-outcome.ts'
import { TEST_STAGES, type TestStage } from './lib/test-stages.ts'

const [first, ...rest] = process.argv.slice(2)
const chosen = TEST_STAGES.filter(({ name }) => first === undefined || name === first)
if (chosen.length === 0) {
  const names = TEST_STAGES.map(({ name }) => name).join('|')
  console.error(`There is no part "${first}": npm test -- [${names}] [filters …]`)
  process.exit(1)
}

const outcomes: TestOutcome[] = []
for (const stage of chosen) outcomes.push(...(await runStage(stage)))

tellBy('Skipped:', 'skipped')
tellBy('Failed:', 'failed')
process.exitCode = isGood(outcomes) ? 0 : 1
console.log(`\n${summaryLine(outcomes)}`)

/** A stage that could not run is one failure with its name, never silence. */
async function runStage(stage: TestStage): Promise<TestOutcome[]> {
  console.log(`\n== ${stage.name} ==`)
  try {
    const found = await stage.run(rest)
    return found.length > 0 ? found : [failed(`${stage.name} (it ran no test)`)]
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return [failed(`${stage.name} (it could not run)`)]
  }
}

function tellBy(heading: string, state: TestOutcome['state']): void {
  const found = outcomes.filter((outcome) => outcome.state === state)
  if (found.length > 0) console.log(`\n${heading}`)
  for (const { name, reason } of found) console.log(`  ${name}${reason ? `: ${reason}` : ''}`)
}
