import { randomUUID } from 'node:crypto'
import { expect, test as base, type Browser } from '@playwright/test'
import { GROUP_CAMERAS } from '#shared/domain/group-calls.ts'
import { personIdSchema, roomIdSchema, type PersonId, type RoomId } from '#shared/domain/ids.ts'
import { voiceStayIdSchema, type VoiceStayId } from '#shared/domain/voice.ts'
import { openVoiceEngine, type OpenVoiceEngine } from '../../src-server/voice/open-voice-engine.ts'
import { BLUE, GREEN, RED, type Colour } from '../support/e2e/fake-camera.ts'
import { openPictureGuest, type PictureGuest } from '../support/e2e/picture-guest.ts'
import { openLossyLine, reachedBy, reachIn } from '../support/lossy-line.ts'
import { createRandom } from '../support/random.ts'

/** As it is built: the thread that carries pictures for the real server. */
const workerUrl = new URL('../../dist/server/voice-worker.js', import.meta.url)

const test = base.extend<{ engine: OpenVoiceEngine }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names out of the pattern
  engine: async ({}, use) => {
    const options = { workerUrl, port: 0, bindAddress: '127.0.0.1', publicAddresses: [] }
    const opened = await openVoiceEngine(options)
    if (!opened.ok) throw new Error(opened.error)
    await use(opened.value)
    await opened.value.end()
  },
})

interface Guest extends PictureGuest {
  readonly stay: VoiceStayId
  readonly personId: PersonId
}

const newRoom = (): RoomId => roomIdSchema.parse(randomUUID())

async function takeSeat(engine: OpenVoiceEngine, roomId: RoomId) {
  const stay = voiceStayIdSchema.parse(randomUUID())
  const personId = personIdSchema.parse(randomUUID())
  const offer = await engine.open({ stay, roomId, personId, hasPictures: true })
  if (!offer.ok) throw new Error(offer.error)
  return { stay, personId, offer: offer.value }
}

/** @param by the way that it takes, when it is not the straight one */
async function enter(
  engine: OpenVoiceEngine,
  roomId: RoomId,
  browser: Browser,
  by: (offer: string) => Promise<string> | string = (offer) => offer,
): Promise<Guest> {
  const { stay, personId, offer } = await takeSeat(engine, roomId)
  const guest = await openPictureGuest(browser, await by(offer))
  expect(await engine.answer(stay, guest.answer)).toBe(true)
  await expect.poll(() => guest.seen()).not.toBeNull()
  return { ...guest, stay, personId }
}

async function turnOn(
  engine: OpenVoiceEngine,
  guest: Guest,
  lane: 'camera' | 'screen',
  colour: Colour,
): Promise<void> {
  expect(await engine.show(guest.stay, lane, true)).toBe(true)
  await guest.paint(lane, colour)
}

/** On whichever lane it is told to be. */
async function laneOf(viewer: Guest, of: Guest, lane: 'camera' | 'screen'): Promise<string> {
  const held = async (): Promise<number> => {
    const seen = await viewer.seen()
    return (lane === 'camera' ? seen?.cameras : seen?.screens)?.indexOf(of.personId) ?? -1
  }
  await expect.poll(held).toBeGreaterThanOrEqual(0)
  return `${lane}${await held()}`
}

/** What codecs make of a colour, and then some: far less than one of these from another. */
const NEAR = 60

async function expectColour(viewer: Guest, mid: string, colour: Colour): Promise<void> {
  const isSeen = async (): Promise<boolean> => {
    const seen = await viewer.colourOn(mid)
    return seen?.every((part, at) => Math.abs(part - (colour[at] ?? 0)) < NEAR) ?? false
  }
  await expect.poll(isSeen, { message: `${mid} is of the colour ${colour.join(', ')}` }).toBe(true)
}

const expectSees = async (
  viewer: Guest,
  of: Guest,
  colour: Colour,
  lane: 'camera' | 'screen' = 'camera',
): Promise<void> => expectColour(viewer, await laneOf(viewer, of, lane), colour)

test('each of three sees the others, and whoever comes later sees them soon', async ({
  engine,
  browser,
}) => {
  const room = newRoom()
  const [ada, ben, cid] = [
    await enter(engine, room, browser),
    await enter(engine, room, browser),
    await enter(engine, room, browser),
  ]
  await turnOn(engine, ada, 'camera', RED)
  await turnOn(engine, ben, 'camera', GREEN)
  await turnOn(engine, cid, 'camera', BLUE)
  await turnOn(engine, ben, 'screen', RED)
  for (const [viewer, one, other] of [
    [ada, [ben, GREEN], [cid, BLUE]],
    [ben, [ada, RED], [cid, BLUE]],
    [cid, [ada, RED], [ben, GREEN]],
  ] as const) {
    await expectSees(viewer, ...one)
    await expectSees(viewer, ...other)
  }
  await expectSees(ada, ben, RED, 'screen')
  // Nobody is sent what they send themselves.
  expect((await ada.arrivedOn(await laneOf(ada, ada, 'camera'))).frames).toBe(0)

  const dan = await enter(engine, room, browser)
  await expectSees(dan, ada, RED)
  await expectSees(dan, ben, GREEN)
  await expectSees(dan, cid, BLUE)
  await expectSees(dan, ben, RED, 'screen')
  for (const mid of ['camera0', 'camera1', 'camera2', 'screen0']) {
    expect(await dan.waitedFor(mid), mid).toBeLessThan(2_000)
  }
})

test('a lane that changes hands shows who has it now', async ({ engine, browser }) => {
  const room = newRoom()
  const [ada, ben, cid] = [
    await enter(engine, room, browser),
    await enter(engine, room, browser),
    await enter(engine, room, browser),
  ]
  await turnOn(engine, ada, 'camera', RED)
  await expectSees(cid, ada, RED)
  const lane = await laneOf(cid, ada, 'camera')

  await engine.show(ada.stay, 'camera', false)
  await turnOn(engine, ben, 'camera', GREEN)
  expect(await laneOf(cid, ben, 'camera')).toBe(lane)
  await expectColour(cid, lane, GREEN)
  await expectColour(ada, lane, GREEN)
  // What Ada's page still sends is seen by nobody.
  const before = (await cid.arrivedOn(lane)).frames
  await expect.poll(async () => (await cid.arrivedOn(lane)).frames).toBeGreaterThan(before + 30)
  await expectColour(cid, lane, GREEN)

  await engine.show(ben.stay, 'camera', false)
  await turnOn(engine, ada, 'camera', BLUE)
  await expectColour(cid, lane, BLUE)
  await expectColour(ben, lane, BLUE)
})

test('pictures go on where five of a hundred packets get lost', async ({ engine, browser }) => {
  const random = createRandom('packets that get lost')
  const lines: { close(): void }[] = []
  const by = async (offer: string): Promise<string> => {
    const line = await openLossyLine(reachIn(offer), { delayMs: 10, loss: 0.05 }, random.next)
    lines.push(line)
    return reachedBy(offer, line)
  }
  const room = newRoom()
  const ada = await enter(engine, room, browser, by)
  const ben = await enter(engine, room, browser, by)
  await turnOn(engine, ada, 'camera', RED)
  await expectSees(ben, ada, RED)
  const lane = await laneOf(ben, ada, 'camera')

  const before = await ben.arrivedOn(lane)
  await expect
    .poll(async () => (await ben.arrivedOn(lane)).frames, { timeout: 60_000 })
    .toBeGreaterThan(before.frames + 250)
  const after = await ben.arrivedOn(lane)
  // Both ways repeat what was lost, so that hardly ever a whole picture is needed.
  expect(after.requests).toBeGreaterThan(before.requests)
  expect(await ada.wasAskedFor('camera')).toBeGreaterThan(0)
  expect(after.keyFrames - before.keyFrames).toBeLessThanOrEqual(3)

  await ada.paint('camera', BLUE)
  await expectColour(ben, lane, BLUE)
  lines.forEach((line) => line.close())
})

test('there is no room for a ninth camera until one is off', async ({ engine, browser }) => {
  const room = newRoom()
  const others: VoiceStayId[] = []
  while (others.length < GROUP_CAMERAS) others.push((await takeSeat(engine, room)).stay)
  for (const stay of others) expect(await engine.show(stay, 'camera', true)).toBe(true)
  const ada = await enter(engine, room, browser)
  expect(await engine.show(ada.stay, 'camera', true)).toBe(false)
  expect((await ada.seen())?.cameras).not.toContain(ada.personId)
  const [first] = others
  if (first) await engine.show(first, 'camera', false)
  expect(await engine.show(ada.stay, 'camera', true)).toBe(true)
  await expect.poll(async () => (await ada.seen())?.cameras[0]).toBe(ada.personId)
})
