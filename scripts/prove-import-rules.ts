/**
 * Shows that the import rules bite: builds a tiny repository that breaks each rule once, and
 * fails when a rule lets its violation pass, or when a rule has no violation here.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { inRoot } from './lib/paths.mjs'
import { capture, tool } from './lib/processes.ts'

type Violation = { readonly rule: string; readonly from: string; readonly imports: string }

const VIOLATIONS: readonly Violation[] = [
  seed('shared-is-pure', 'src-shared/domain/room.ts', 'react'),
  seed('main-is-an-island', 'src-main/tray.ts', '../src-server/config.ts'),
  seed('renderer-is-an-island', 'src-renderer/app/shell.tsx', '../../src-main/menu.ts'),
  seed('server-is-an-island', 'src-server/observe/report.ts', '../../src-renderer/app/root.tsx'),
  seed('preload-is-a-bridge', 'src-main/preload.ts', './settings.ts'),
  seed('preload-is-a-bridge', 'src-main/ringing/call-window-preload.ts', '../tray.ts'),
  seed('renderer-has-no-node', 'src-renderer/platform/files.ts', 'node:fs'),
  seed('electron-home', 'src-renderer/platform/shell.ts', 'electron'),
  seed('socket-io-home', 'src-server/observe/metrics.ts', 'socket.io'),
  seed('socket-client-home', 'src-renderer/platform/wire.ts', 'socket.io-client'),
  seed('fastify-home', 'src-server/observe/health.ts', 'fastify'),
  seed('voice-home', 'src-server/services/sound.ts', 'node-datachannel'),
  seed('keys-home', 'src-main/shortcuts.ts', 'uiohook-napi'),
  seed('sqlite-home', 'src-server/observe/size.ts', 'libsql'),
  seed('s3-home', 'src-server/observe/storage.ts', 'aws4'),
  seed('redis-home', 'src-server/observe/latency.ts', 'ioredis'),
  seed('limiter-home', 'src-server/services/rules.ts', 'rate-limiter-flexible'),
  seed('log-home', 'src-main/log.ts', 'pino'),
  seed('react-home', 'src-renderer/actions/send.ts', 'react'),
  seed('zustand-home', 'src-renderer/actions/join.ts', 'zustand'),
  seed('markdown-home', 'src-renderer/features/rooms/room-row.tsx', 'react-markdown'),
  seed('emoji-home', 'src-renderer/features/rooms/room-icon.tsx', 'frimousse'),
  seed('ports-are-types', 'src-server/ports/rooms.ts', 'node:fs'),
  seed('services-know-ports-only', 'src-server/services/rooms.ts', 'node:fs'),
  seed('transport-knows-no-store', 'src-server/transport/gate.ts', '../store/sqlite/open.ts'),
  seed('store-knows-no-service', 'src-server/store/sqlite/rooms.ts', '../../services/names.ts'),
  seed('stores-are-siblings', 'src-server/store/redis/rooms.ts', '../sqlite/open.ts'),
  seed('one-composition-root', 'src-server/embedded.ts', './store/sqlite/open.ts'),
  seed('ui-is-dumb', 'src-renderer/ui/button.tsx', '../state/now.ts'),
  seed('media-is-alone', 'src-renderer/media/microphone.ts', '../state/now.ts'),
  seed('client-is-alone', 'src-renderer/client/socket.ts', '../state/now.ts'),
  seed('state-is-alone', 'src-renderer/state/rooms.ts', '../client/call.ts'),
  seed('actions-have-no-view', 'src-renderer/actions/open.ts', '../features/people/list.tsx'),
  seed('features-stay-thin', 'src-renderer/features/chat/log.tsx', '../../client/call.ts'),
  seed('features-are-siblings', 'src-renderer/features/chat/row.tsx', '../people/list.tsx'),
  seed('no-circular', 'src-shared/lib/egg.ts', './hen.ts'),
  seed('no-tests-from-src', 'src-server/system.ts', '../tests/support/clock.ts'),
  seed('no-unresolvable', 'src-server/locate.ts', './gone.ts'),
]

/** Imports that must stay allowed, so that a rule that forbids everything does not pass as strict. */
const ALLOWED: readonly Violation[] = [
  seed('none', 'src-server/services/people.ts', '../ports/people.ts'),
  seed('none', 'src-server/open-stores.ts', './store/sqlite/open.ts'),
  seed('none', 'src-renderer/features/chat/composer.tsx', 'react'),
]

/** Files that others import; the hen needs the egg, or there would be no circle. */
const BYSTANDERS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [...VIOLATIONS, ...ALLOWED]
      .filter(({ imports, rule }) => imports.startsWith('.') && rule !== 'no-unresolvable')
      .map(({ from, imports }) => [path.join(path.dirname(from), imports), 'export {}\n']),
  ),
  'src-shared/lib/hen.ts': `import './egg.ts'\n`,
}

function seed(rule: string, from: string, imports: string): Violation {
  return { rule, from, imports }
}

async function prove(): Promise<boolean> {
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-import-rules-'))
  try {
    await writeRepository(folder)
    return judge(await findViolations(folder))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function writeRepository(folder: string): Promise<void> {
  const put = async (file: string, text: string) => {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true })
    await writeFile(path.join(folder, file), text)
  }
  await put('package.json', '{ "type": "module" }')
  for (const [file, text] of Object.entries(BYSTANDERS)) await put(file, text)
  // As a type, the form that is easiest to overlook: it is gone before anything runs.
  for (const { from, imports } of [...VIOLATIONS, ...ALLOWED])
    await put(from, `import type * as other from '${imports}'\nexport type Other = typeof other\n`)
  for (const { imports } of [...VIOLATIONS, ...ALLOWED].filter(({ imports }) => isPackage(imports)))
    await put(`node_modules/${imports}/index.js`, '')
}

const isPackage = (imports: string) => !/^[.]|^node:/.test(imports)

type Found = { readonly from: string; readonly rule: { readonly name: string } }

async function findViolations(folder: string): Promise<readonly Found[]> {
  const [node, cruiser] = tool('dependency-cruiser/bin/dependency-cruiser.mjs')
  const config = inRoot('.dependency-cruiser.cjs')
  const folders = ['src-shared', 'src-server', 'src-main', 'src-renderer']
  const args = [cruiser, '--config', config, '--output-type', 'json', ...folders]
  const { output } = await capture(node, args, { cwd: folder })
  const start = output.indexOf('{')
  if (start === -1) throw new Error(`dependency-cruiser gave no report:\n${output.trim()}`)
  // It may add remarks about the machine before and after the report.
  const report = JSON.parse(output.slice(start, output.lastIndexOf('}') + 1))
  return report.summary.violations
}

function judge(found: readonly Found[]): boolean {
  const isFound = (seeded: Violation) =>
    found.some(({ from, rule }) => from === seeded.from && rule.name === seeded.rule)
  const { forbidden } = createRequire(import.meta.url)(inRoot('.dependency-cruiser.cjs'))
  const rules: string[] = forbidden.map((rule: { name: string }) => rule.name)

  const problems = [
    ...VIOLATIONS.filter((seeded) => !isFound(seeded)).map(
      ({ rule, from, imports }) => `${rule} lets ${from} import ${imports}`,
    ),
    ...rules
      .filter((name) => !VIOLATIONS.some(({ rule }) => rule === name))
      .map((name) => `${name} has no violation in scripts/prove-import-rules.ts`),
    ...found
      .filter(({ from }) => ALLOWED.some((allowed) => allowed.from === from))
      .map(({ from, rule }) => `${rule.name} forbids what ${from} may import`),
  ]
  problems.forEach((problem) => console.error(problem))
  if (problems.length === 0) console.log(`${rules.length} import rules bite.`)
  return problems.length === 0
}

process.exitCode = (await prove()) ? 0 : 1
