import { existsSync } from 'node:fs'
import { inRoot } from './paths.mjs'
import { capture, tool } from './processes.ts'

export type CheckStep = { readonly name: string; readonly command: readonly string[] }

export type CheckResult = {
  readonly name: string
  readonly passed: boolean
  readonly took: number
  /** What the tool said; worth reading only when it did not pass. */
  readonly output: string
}

const script = (file: string, ...args: string[]) => [
  process.execPath,
  inRoot('scripts', file),
  ...args,
]

/** Everything that can be said about the sources without running the product. */
const CHECK_STEPS: readonly CheckStep[] = [
  {
    name: 'format (prettier)',
    command: [...tool('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'],
  },
  { name: 'lint (oxlint)', command: tool('oxlint/bin/oxlint') },
  { name: 'types (tsc)', command: [...tool('typescript/bin/tsc'), '-b'] },
  {
    name: 'import rules (dependency-cruiser)',
    command: [
      ...tool('dependency-cruiser/bin/dependency-cruiser.mjs'),
      '--config=.dependency-cruiser.cjs',
      'src-shared',
      'src-server',
      'src-main',
      'src-renderer',
    ],
  },
  { name: 'import rules bite', command: script('prove-import-rules.ts') },
  { name: 'dead code (knip)', command: [...tool('knip/bin/knip.js'), '--no-progress'] },
  {
    name: 'protocol documentation is current',
    command: script('write-protocol-docs.ts', '--check'),
  },
]

/** Runs one step. A tool that is not there has not passed. */
export async function runCheckStep({ name, command }: CheckStep): Promise<CheckResult> {
  const startedAt = Date.now()
  const [program = '', ...args] = command
  const { code, output } = existsSync(program)
    ? await capture(program, args)
    : { code: 127, output: `${program} is missing` }
  return { name, passed: code === 0, took: Date.now() - startedAt, output: output.trim() }
}

/** One after the other, so that each may use the whole machine; tells each as soon as it ended. */
export async function runChecks(tell: (result: CheckResult) => void): Promise<CheckResult[]> {
  const results: CheckResult[] = []
  for (const step of CHECK_STEPS) {
    const result = await runCheckStep(step)
    tell(result)
    results.push(result)
  }
  return results
}
