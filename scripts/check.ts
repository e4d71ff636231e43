/** `npm run check`: what CI says about the sources, without a browser, a window or the network. */
import { runChecks, runCheckStep } from './lib/check-steps.ts'
import { tool } from './lib/processes.ts'
import { tellCheck } from './lib/tell-check.ts'

const results = await runChecks(tellCheck)

const units = await runCheckStep({
  name: 'unit tests (vitest)',
  command: [...tool('vitest/vitest.mjs'), 'run', '--project', 'unit', '--reporter', 'dot'],
})
tellCheck(units)

const failed = [...results, units].filter(({ passed }) => !passed)
console.log(failed.length === 0 ? 'All checks passed.' : `${failed.length} failed.`)
process.exitCode = failed.length === 0 ? 0 : 1
