import { expect, type BrowserContext, type Locator, type Page } from '@playwright/test'

/** Red, green and blue, each from 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number]

export const RED: Colour = [220, 30, 30]
export const GREEN: Colour = [20, 180, 60]
export const BLUE: Colour = [30, 60, 220]
export const YELLOW: Colour = [220, 200, 30]

/** What codecs make of a colour, and then some: far less than one of these from another. */
const NEAR = 60

/**
 * Gives everybody in the context a face of one colour, and a screen of another one: real devices look the
 * same in all tabs of one browser, so that nobody could tell who is seen.
 */
export async function giveFace(
  context: BrowserContext,
  colours: { readonly face: Colour; readonly screen: Colour },
): Promise<void> {
  await givePainter(context)
  await context.addInitScript(installCamera, colours)
}

/** Lets pages of the context paint with `parleyPictureOf`, for somebody who needs no devices. */
export const givePainter = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(installPainter)

declare global {
  /** A picture of one colour, until its track is stopped. */
  var parleyPictureOf: (colour: readonly number[]) => MediaStream
}

/** These run in the page, so that they use nothing from outside of themselves. */
function installPainter(): void {
  // The middle stays as it is; something at the edge moves, so that there is always a next picture.
  globalThis.parleyPictureOf = (colour) => {
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width: 640, height: 360 })
    const brush = canvas.getContext('2d')
    let step = 0
    const timer = setInterval(() => {
      if (!brush) return
      step += 1
      brush.fillStyle = `rgb(${colour.join(',')})`
      brush.fillRect(0, 0, 640, 360)
      brush.fillStyle = 'white'
      brush.fillRect((step * 8) % 640, 0, 24, 24)
    }, 66)
    const stream = canvas.captureStream(15)
    const [track] = stream.getVideoTracks()
    if (!track) throw new Error('A canvas has one track')
    const stop = track.stop.bind(track)
    track.stop = () => {
      clearInterval(timer)
      stop()
    }
    return stream
  }
}

function installCamera(colours: { readonly face: Colour; readonly screen: Colour }): void {
  const devices = navigator.mediaDevices
  const before = devices.getUserMedia.bind(devices)
  devices.getUserMedia = async (constraints = {}) =>
    constraints.video ? globalThis.parleyPictureOf(colours.face) : before(constraints)
  devices.getDisplayMedia = async () => globalThis.parleyPictureOf(colours.screen)
}

const videoIn = (page: Page, label: string) => page.locator(`video[aria-label="${label}"]`)

/** The colour near the middle of what a video shows, where no pointer rests; null while it shows nothing. */
export const colourOf = (shown: Locator): Promise<number[] | null> =>
  shown.evaluate((element) => {
    const video = element as HTMLVideoElement
    if (video.readyState < video.HAVE_CURRENT_DATA || video.videoWidth === 0) return null
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width: video.videoWidth, height: video.videoHeight })
    const brush = canvas.getContext('2d')
    brush?.drawImage(video, 0, 0)
    const seen = brush?.getImageData(canvas.width * 0.46, canvas.height * 0.46, 1, 1).data
    return seen ? [...seen].slice(0, 3) : null
  })

/** The page shows this colour in that video. */
export async function expectSees(page: Page, label: string, colour: Colour): Promise<void> {
  await expect(videoIn(page, label)).toBeVisible({ timeout: 15_000 })
  await expect
    .poll(
      async () => {
        const seen = await colourOf(videoIn(page, label))
        return seen?.every((part, index) => Math.abs(part - (colour[index] ?? 0)) < NEAR) ?? false
      },
      { message: `${label} is of the colour ${colour.join(', ')}`, timeout: 15_000 },
    )
    .toBe(true)
}

export const expectSeesNo = (page: Page, label: string): Promise<void> =>
  expect(videoIn(page, label)).toHaveCount(0)
