import type { CheckResult } from './check-steps.ts'
import { seconds } from './processes.ts'

/** One line for what passed; everything the tool said for what did not. */
export function tellCheck({ name, passed, took, output }: CheckResult): void {
  console.log(`  ${passed ? '✓' : '✗'} ${name} (${seconds(took)})`)
  if (!passed) console.log(output.replace(/^/gm, '    '))
}
