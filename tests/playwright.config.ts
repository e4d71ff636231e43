import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

/** A Chromium of the system, where there is one; otherwise Playwright's own, if it was installed. */
const chromium = [
  process.env['PARLEY_CHROMIUM'],
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/usr/bin/chromium-browser',
].find((file) => file !== undefined && existsSync(file))

/** Chromium refuses to run as root with its sandbox on; the rest keeps it off the network. */
const chromiumFlags = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A microphone and a speaker that beep, and nobody who would have to allow them.
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
]

/** Tabs, in tests of pages and in those in which an app meets one. */
const inTabs = {
  browserName: 'chromium',
  launchOptions: {
    args: chromiumFlags,
    ...(chromium === undefined ? {} : { executablePath: chromium }),
  },
} as const

export default defineConfig({
  testDir: './e2e',
  outputDir: '../test-results/e2e',
  globalSetup: '../scripts/lib/e2e-setup.ts',
  // Each test starts servers and windows of its own; two at a time would fight for the machine.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 240_000,
  // Machines that run this may be slow, and busy besides; a wrong page is as wrong after half a minute.
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: '../test-results/e2e.json' }]],
  // A trace of every step costs as much as the test; ask for one with `--trace on`.
  use: { trace: 'off', screenshot: 'only-on-failure' },
  projects: [
    { name: 'electron', testMatch: '*.electron.spec.ts', use: inTabs },
    { name: 'chromium', testMatch: '*.chromium.spec.ts', use: inTabs },
    { name: 'packaged', testMatch: '*.packaged.spec.ts' },
  ],
})
