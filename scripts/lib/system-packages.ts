import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { capture, isRoot, pathFolders } from './processes.ts'

/** What a person needs it for; each names the packages of Debian and Ubuntu that provide it. */
export type SystemNeed =
  'electron' | 'screen' | 'keyboard' | 'browser' | 'redis' | 'turn' | 'networks' | 'disk'

/**
 * One need of the operating system. `names` are alternatives: releases since 2024 renamed
 * libraries for 64-bit time. `program` counts too, wherever it came from.
 */
type Requirement = { readonly names: readonly string[]; readonly program?: readonly string[] }

const REQUIREMENTS: Record<SystemNeed, readonly Requirement[]> = {
  electron: [
    { names: ['libgtk-3-0t64', 'libgtk-3-0'] },
    { names: ['libasound2t64', 'libasound2'] },
    { names: ['libnss3'] },
    { names: ['libgbm1'] },
    { names: ['libnotify4'] },
  ],
  screen: [
    { names: ['xvfb'], program: ['Xvfb'] },
    // Gives tests a session bus of their own, for the tray and for notifications.
    { names: ['dbus-daemon', 'dbus'], program: ['dbus-daemon'] },
    { names: ['fonts-noto-color-emoji'] },
  ],
  // Presses real keys on that screen, whichever window has the focus.
  keyboard: [
    { names: ['xdotool'], program: ['xdotool'] },
    // What the listener that hears them is linked with.
    { names: ['libxtst6'] },
    { names: ['libxt6t64', 'libxt6'] },
  ],
  browser: [
    {
      // Without the desktop around it, a page opens in a third of the time.
      names: ['chromium-headless-shell', 'chromium'],
      program: ['chromium', 'google-chrome', 'google-chrome-stable'],
    },
  ],
  redis: [{ names: ['redis-server'], program: ['redis-server'] }],
  // A TURN server elsewhere.
  turn: [{ names: ['coturn'], program: ['turnserver'] }],
  // Networks of their own, which root alone may make.
  networks: [{ names: ['iproute2'], program: ['ip'] }],
  // A disk whose power can be cut, which root alone may make.
  disk: [
    { names: ['xfsprogs'], program: ['xfs_io'] },
    { names: ['e2fsprogs'], program: ['mkfs.ext4'] },
    { names: ['mount'], program: ['mount'] },
  ],
}

/**
 * Installs what is missing where that is possible: Debian or Ubuntu, as root. Elsewhere it says
 * what to run. Answers whether everything is there now.
 */
export async function ensureSystemPackages(needs: readonly SystemNeed[]): Promise<boolean> {
  if (process.platform !== 'linux' || !isDebianFamily()) return true

  const missing = await findMissing(needs)
  if (missing.length === 0) return true

  if (!isRoot()) {
    const names = await Promise.all(missing.map(installable))
    console.error(`Missing on this computer: ${names.join(' ')}. To install, run:`)
    console.error(`  sudo apt-get install --yes --no-install-recommends ${names.join(' ')}`)
    return false
  }
  return install(missing)
}

async function install(missing: readonly Requirement[]): Promise<boolean> {
  const update = await apt('update')
  const names = await Promise.all(missing.map(installable))
  console.log(`Installing from the distribution (once): ${names.join(' ')} …`)
  const done = await apt('install', '--yes', '--no-install-recommends', ...names)
  if (done.code === 0) return true
  console.error((update.code === 0 ? done : update).output.trim())
  console.error('These packages could not be installed; the lines above say why.')
  return false
}

function apt(...args: string[]) {
  return capture('apt-get', ['-qq', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
}

async function findMissing(needs: readonly SystemNeed[]): Promise<Requirement[]> {
  const requirements = needs.flatMap((need) => REQUIREMENTS[need])
  const present = await installedPackages(requirements.flatMap(({ names }) => names))
  return requirements.filter(
    ({ names, program = [] }) => !names.some((name) => present.has(name)) && !program.some(onPath),
  )
}

async function installedPackages(names: readonly string[]): Promise<ReadonlySet<string>> {
  const { output } = await capture('dpkg-query', [
    '-W',
    '-f=${Package} ${db:Status-Status}\n',
    ...names,
  ])
  const installed = output.split('\n').filter((line) => line.endsWith(' installed'))
  return new Set(installed.map((line) => line.split(' ')[0] ?? ''))
}

/** The first of the alternatives that this release of the distribution really has. */
async function installable({ names }: Requirement): Promise<string> {
  for (const name of names) {
    const { output } = await capture('apt-cache', ['policy', name])
    if (/Candidate: (?!\(none\))/.test(output)) return name
  }
  return names.at(-1) ?? ''
}

const onPath = (program: string) =>
  pathFolders().some((folder) => existsSync(path.join(folder, program)))

function isDebianFamily(): boolean {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release)
}
