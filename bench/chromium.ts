import { chromium, type Browser } from '@playwright/test'
import { existsSync } from 'node:fs'

const BROWSERS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/google-chrome']

const FLAGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-background-networking',
  '--autoplay-policy=no-user-gesture-required',
  // Names instead of addresses would have to be looked up on the network.
  '--disable-features=WebRtcHideLocalIpsWithMdns',
]

/**
 * The browser of this machine, as far as it has one.
 *
 * @param startedBy a program that starts the given one in a way of its own
 */
export async function launchChromium(
  startedBy = (program: string): string => program,
): Promise<Browser> {
  const executablePath = BROWSERS.find((file) => existsSync(file))
  if (executablePath === undefined) throw new Error('There is no Chromium on this machine')
  return chromium.launch({ executablePath: startedBy(executablePath), args: FLAGS })
}
