import type { Browser, Page } from '@playwright/test'
import { colourOf, givePainter, type Colour } from './fake-camera.ts'

/** Somebody in a place with pictures: a page that answers the engine's offer and has a camera of one colour. */
export interface PictureGuest {
  readonly page: Page
  readonly answer: string
  /** Sends pictures of this colour from now on, or none. */
  paint(lane: 'camera' | 'screen', colour: Colour | null): Promise<void>
  /** What the data channel said last of who is seen; null before. */
  seen(): Promise<{
    readonly cameras: (string | null)[]
    readonly screens: (string | null)[]
  } | null>
  /** The colour in the middle of what a lane shows; null while it shows nothing. */
  colourOn(mid: string): Promise<readonly number[] | null>
  /** What came of a lane so far. */
  arrivedOn(mid: string): Promise<Arrived>
  /** How often the server asked for packets of this lane. */
  wasAskedFor(lane: 'camera' | 'screen'): Promise<number>
  /** Milliseconds from being told who is seen to the first picture of a lane. */
  waitedFor(mid: string): Promise<number>
  close(): Promise<void>
}

interface Arrived {
  readonly frames: number
  readonly keyFrames: number
  /** How often packets were asked for. */
  readonly requests: number
}

/** What the page keeps for the test. */
interface InPage {
  readonly peer: RTCPeerConnection
  said: unknown
  saidAt: number
  /** When the first picture of each lane was seen. */
  readonly firstAt: Map<string, number>
  /** What is painted for each lane. */
  readonly tracks: Map<string, MediaStreamTrack>
}
declare global {
  var guest: InPage
}

export async function openPictureGuest(browser: Browser, offer: string): Promise<PictureGuest> {
  const context = await browser.newContext()
  await givePainter(context)
  const page = await context.newPage()
  const answer = await page.evaluate(answerIn, offer)
  return {
    page,
    answer,
    paint: (lane, colour) => page.evaluate(paintIn, { lane, colour }),
    seen: () =>
      page.evaluate(
        () =>
          globalThis.guest.said as {
            cameras: (string | null)[]
            screens: (string | null)[]
          } | null,
      ),
    colourOn: (mid) => colourOf(page.locator(`#${mid}`)),
    arrivedOn: (mid) => page.evaluate(arrivedIn, mid),
    wasAskedFor: (lane) => page.evaluate(askedIn, `up${lane}`),
    waitedFor: (mid) =>
      page.evaluate((lane) => {
        const { firstAt, saidAt } = globalThis.guest
        return (firstAt.get(lane) ?? Infinity) - saidAt
      }, mid),
    close: () => context.close(),
  }
}

/** These run in the page, so that they use nothing from outside of themselves. */
async function answerIn(offer: string): Promise<string> {
  const peer = new RTCPeerConnection()
  globalThis.guest = { peer, said: null, saidAt: 0, firstAt: new Map(), tracks: new Map() }
  peer.addEventListener('datachannel', ({ channel }) => {
    channel.addEventListener('message', ({ data }) => {
      const said: unknown = JSON.parse(String(data))
      if (said !== null && typeof said === 'object' && 'pictures' in said) {
        globalThis.guest.saidAt ||= performance.now()
        globalThis.guest.said = said.pictures
      }
    })
  })
  peer.addEventListener('track', ({ track, transceiver }) => {
    if (track.kind !== 'video') return
    const video = document.createElement('video')
    // All of them are in sight: Chromium starts none that is not.
    Object.assign(video, { id: transceiver.mid, muted: true, autoplay: true, width: 64 })
    video.srcObject = new MediaStream([track])
    video.requestVideoFrameCallback(() => {
      globalThis.guest.firstAt.set(video.id, performance.now())
    })
    document.body.append(video)
  })
  await peer.setRemoteDescription({ type: 'offer', sdp: offer })
  for (const transceiver of peer.getTransceivers()) {
    if (transceiver.mid?.startsWith('up')) transceiver.direction = 'sendonly'
  }
  const answer = await peer.createAnswer()
  await peer.setLocalDescription(answer)
  return answer.sdp ?? ''
}

async function paintIn({
  lane,
  colour,
}: {
  lane: string
  colour: readonly number[] | null
}): Promise<void> {
  const { peer, tracks } = globalThis.guest
  tracks.get(lane)?.stop()
  tracks.delete(lane)
  const sender = peer.getTransceivers().find(({ mid }) => mid === `up${lane}`)?.sender
  if (!sender) throw new Error('There is no such lane')
  if (colour === null) return sender.replaceTrack(null)
  const [track] = globalThis.parleyPictureOf(colour).getVideoTracks()
  if (track) tracks.set(lane, track)
  await sender.replaceTrack(track ?? null)
}

async function arrivedIn(mid: string): Promise<Arrived> {
  const stats = await globalThis.guest.peer.getStats()
  for (const each of stats.values()) {
    if (each.type !== 'inbound-rtp' || each.mid !== mid) continue
    const { framesDecoded, keyFramesDecoded, nackCount } = each
    return {
      frames: framesDecoded ?? 0,
      keyFrames: keyFramesDecoded ?? 0,
      requests: nackCount ?? 0,
    }
  }
  return { frames: 0, keyFrames: 0, requests: 0 }
}

async function askedIn(mid: string): Promise<number> {
  const stats = await globalThis.guest.peer.getStats()
  for (const each of stats.values()) {
    if (each.type === 'outbound-rtp' && each.mid === mid) return each.nackCount ?? 0
  }
  return 0
}
