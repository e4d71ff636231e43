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

/** What the icon in the tray may say (src-main/tray). */
const TRAY_STATES = ['idle', 'ringing', 'call'] as const
type TrayState = (typeof TRAY_STATES)[number]

/** In its corner: amber while it rings, green while one talks. */
const TRAY_MARKS: Record<TrayState, string> = {
  idle: '',
  ringing: '<circle cx="12" cy="4" r="3.5" fill="#f0b64b" stroke="#16211e" stroke-width="1"/>',
  call: '<circle cx="12" cy="12" r="3.5" fill="#3ddc84" stroke="#16211e" stroke-width="1"/>',
}

/** macOS colours by itself what is black; what a mark stands on is cut out around it. */
const TEMPLATE_MARKS: Record<TrayState, string> = {
  idle: '',
  ringing: '<circle cx="12.5" cy="3.5" r="3"/>',
  call: '<circle cx="12.5" cy="12.5" r="3"/>',
}
const TEMPLATE_GAPS: Record<TrayState, string> = {
  idle: '',
  ringing: '<circle cx="12.5" cy="3.5" r="4.2"/>',
  call: '<circle cx="12.5" cy="12.5" r="4.2"/>',
}

const system = process.env['PARLEY_CHROMIUM'] ?? '/usr/bin/chromium'
const browser = await chromium.launch({
  args: isRoot() ? ['--no-sandbox'] : [],
  ...(existsSync(system) ? { executablePath: system } : {}),
})
const page = await browser.newPage()
const logo = await readFile(inRoot('build/logo.svg'), 'utf8')
const smallLogo = await readFile(inRoot('build/logo-small.svg'), 'utf8')

await mkdir(inRoot('build/icons'), { recursive: true })
await mkdir(inRoot('build/tray'), { recursive: true })
for (const { size, png } of await drawAll(LINUX_SIZES))
  await writeFile(inRoot(`build/icons/${size}x${size}.png`), png)
await writeFile(inRoot('build/icon.png'), await draw(page, 1024))
await writeFile(inRoot('build/icon.ico'), toIco(await drawAll(WINDOWS_SIZES)))
await writeFile(inRoot('build/icon.icns'), toIcns(await drawAll(MAC_SIZES, MAC_MARGIN)))
for (const name of TRAY_STATES) await writeTrayPictures(name)
await browser.close()

async function drawAll(sizes: readonly number[], margin = 0): Promise<Picture[]> {
  const pictures: Picture[] = []
  for (const size of sizes) pictures.push({ size, png: await draw(page, size, margin) })
  return pictures
}

/** Each also at twice the size, for screens with more dots. */
async function writeTrayPictures(state: TrayState): Promise<void> {
  const colours = smallLogo.replace('</svg>', `${TRAY_MARKS[state]}</svg>`)
  const template = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">
    <mask id="gaps"><rect width="16" height="16" fill="#fff"/>
      <path d="M4 5h2v3H4zM7 4h2v5H7zM10 5h2v3h-2z"/>${TEMPLATE_GAPS[state]}</mask>
    <path mask="url(#gaps)" d="M4 1.5h8a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-2.5 2.5H8L4.8 14.3H3.6V11.5A2.5 2.5 0 0 1 1.5 9V4A2.5 2.5 0 0 1 4 1.5z"/>
    ${TEMPLATE_MARKS[state]}</svg>`
  const pictures = [
    { name: state, drawing: colours, side: 24 },
    { name: `${state}Template`, drawing: template, side: 18 },
  ]
  for (const { name, drawing, side } of pictures) {
    await writeFile(inRoot(`build/tray/${name}.png`), await drawOf(page, drawing, side))
    await writeFile(inRoot(`build/tray/${name}@2x.png`), await drawOf(page, drawing, side * 2))
  }
}

/** `margin` is a share of the size; the small drawings do without, or nothing would be left. */
async function draw(page: Page, size: number, margin = 0): Promise<Buffer> {
  const isSmall = size <= SMALL_UP_TO
  const inset = isSmall ? 0 : Math.round(size * margin)
  return drawOf(page, isSmall ? smallLogo : logo, size, inset)
}

async function drawOf(page: Page, drawing: string, size: number, inset = 0): Promise<Buffer> {
  const side = size - 2 * inset
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(
    `<style>svg { position: absolute; inset: ${inset}px; width: ${side}px; height: ${side}px }</style>
    ${drawing}`,
  )
  return page.screenshot({ omitBackground: true })
}
