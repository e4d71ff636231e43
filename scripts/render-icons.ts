/**
 * Draws the logo of `build/` in the sizes and formats that the platforms ask for. The results are
 * committed: run it again after changing the drawing.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { chromium, type Page } from '@playwright/test'
import { existsSync } from 'node:fs'
import { toIcns, toIco, type Picture } from './lib/icon-formats.ts'
import { inRoot } from './lib/paths.mjs'
import { isRoot } from './lib/processes.ts'

const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512]
const WINDOWS_SIZES = [16, 20, 24, 32, 40, 48, 64, 256]
const MAC_SIZES = [16, 32, 64, 128, 256, 512, 1024]

/** Apple's icon grid leaves 100 of 1024 units free on each side, for the shadow and the row. */
const MAC_MARGIN = 100 / 1024

/** Up to here the drawing made for a grid of 16 is the clearer one. */
const SMALL_UP_TO = 20

const system = '/usr/bin/chromium'
const browser = await chromium.launch({
  args: isRoot() ? ['--no-sandbox'] : [],
  ...(existsSync(system) ? { executablePath: system } : {}),
})
const page = await browser.newPage()
const logo = await readFile(inRoot('build/logo.svg'), 'utf8')
const smallLogo = await readFile(inRoot('build/logo-small.svg'), 'utf8')

await mkdir(inRoot('build/icons'), { recursive: true })
for (const { size, png } of await drawAll(LINUX_SIZES))
  await writeFile(inRoot(`build/icons/${size}x${size}.png`), png)
await writeFile(inRoot('build/icon.png'), await draw(page, 1024))
await writeFile(inRoot('build/icon.ico'), toIco(await drawAll(WINDOWS_SIZES)))
await writeFile(inRoot('build/icon.icns'), toIcns(await drawAll(MAC_SIZES, MAC_MARGIN)))
await browser.close()

async function drawAll(sizes: readonly number[], margin = 0): Promise<Picture[]> {
  const pictures: Picture[] = []
  for (const size of sizes) pictures.push({ size, png: await draw(page, size, margin) })
  return pictures
}

/** `margin` is a share of the size; the small drawings do without, or nothing would be left. */
async function draw(page: Page, size: number, margin = 0): Promise<Buffer> {
  const isSmall = size <= SMALL_UP_TO
  const inset = isSmall ? 0 : Math.round(size * margin)
  const side = size - 2 * inset
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(
    `<style>svg { position: absolute; inset: ${inset}px; width: ${side}px; height: ${side}px }</style>
    ${isSmall ? smallLogo : logo}`,
  )
  return page.screenshot({ omitBackground: true })
}
