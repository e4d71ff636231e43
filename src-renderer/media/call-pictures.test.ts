import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { personIdSchema, type PersonId } from '#shared/domain/ids.ts'
import { createCallPictures } from './call-pictures.ts'

beforeEach(() => {
  vi.stubGlobal(
    'MediaStream',
    class {
      readonly tracks: readonly unknown[]
      constructor(tracks: readonly unknown[]) {
        this.tracks = tracks
      }
    },
  )
})
afterEach(() => void vi.unstubAllGlobals())

class FakeTrack extends EventTarget {
  isStopped = false
  muted = false
  stop(): void {
    this.isStopped = true
  }
  tell(name: string): void {
    this.dispatchEvent(new Event(name))
  }
}

const [BEN, CEM] = [1, 2].map((number) =>
  personIdSchema.parse(`00000000-0000-4000-8000-00000000000${number}`),
) as [PersonId, PersonId]

const real = (track: FakeTrack) => track as unknown as MediaStreamTrack

function setUp() {
  const opened: FakeTrack[] = []
  let open = async (): Promise<MediaStreamTrack> => {
    const track = new FakeTrack()
    opened.push(track)
    return real(track)
  }
  const pictures = createCallPictures({
    camera: () => open(),
    screen: () => open(),
    listDevices: async () => [],
    onDeviceChange: () => undefined,
  })
  const told: unknown[] = []
  pictures.on('own', (lane) => told.push(lane))
  pictures.on('ended', (lane) => told.push(`${lane} ended`))
  pictures.on('arriving', (arriving) => told.push(arriving))
  return { pictures, opened, told, become: (next: typeof open) => void (open = next) }
}

function screenElement() {
  const played: unknown[] = []
  const element = { srcObject: null as unknown, play: async () => void played.push(1) }
  const shown = () =>
    (element.srcObject as { readonly tracks: unknown[] } | null)?.tracks[0] ?? null
  return { element: element as unknown as HTMLVideoElement, shown, played }
}

test('what is opened goes out and is shown, until it is closed', async () => {
  const { pictures, opened, told } = setUp()
  const place = screenElement()
  const undo = pictures.show({ lane: 'camera', of: null }, place.element)
  expect(await pictures.open('camera')).toBeNull()
  expect(pictures.own()).toEqual({ camera: opened[0], screen: null })
  expect([place.shown(), place.played.length]).toEqual([opened[0], 1])
  pictures.close('camera')
  expect([opened[0]?.isStopped, pictures.own().camera, place.shown()]).toEqual([true, null, null])
  expect(told).toEqual(['camera', 'camera'])
  undo()
  await pictures.open('camera')
  expect(place.shown()).toBeNull()
})

test('a camera that came after it was turned off again, or another one, is closed at once', async () => {
  const { pictures, opened, become } = setUp()
  const given: ((track: FakeTrack) => void)[] = []
  become(() => new Promise((resolve) => given.push((track) => resolve(real(track)))))
  const asked = [pictures.open('camera'), pictures.open('camera')]
  const [late, wanted] = [new FakeTrack(), new FakeTrack()]
  given[1]?.(wanted)
  given[0]?.(late)
  expect(await Promise.all(asked)).toEqual([null, null])
  expect([late.isStopped, wanted.isStopped, pictures.own().camera]).toEqual([true, false, wanted])
  const again = pictures.open('camera')
  pictures.closeAll()
  const tooLate = new FakeTrack()
  given[2]?.(tooLate)
  await again
  expect([tooLate.isStopped, wanted.isStopped, pictures.own().camera]).toEqual([true, true, null])
  expect(opened).toEqual([])
})

test('a camera that nobody waits for any more may fail without a word', async () => {
  const { pictures, become } = setUp()
  let fail = (_error: Error): void => undefined
  become(() => new Promise((_resolve, reject) => (fail = reject)))
  const asked = pictures.open('camera')
  pictures.closeAll()
  fail(Object.assign(new Error('no'), { name: 'NotAllowedError' }))
  expect(await asked).toBeNull()
})

test('what ends by itself is taken away and said', async () => {
  const { pictures, opened, told } = setUp()
  await pictures.open('screen')
  opened[0]?.tell('ended')
  expect(pictures.own().screen).toBeNull()
  expect(told).toEqual(['screen', 'screen', 'screen ended'])
})

test.each([
  ['NotAllowedError', 'refused'],
  ['SecurityError', 'refused'],
  ['NotFoundError', 'missing'],
  ['OverconstrainedError', 'missing'],
  ['NotReadableError', 'failed'],
  ['TypeError', 'unsupported'],
])('a %s is told as %s', async (name, problem) => {
  const { pictures, become } = setUp()
  become(() => Promise.reject(Object.assign(new Error('no'), { name })))
  expect(await pictures.open('camera')).toBe(problem)
  expect(pictures.own().camera).toBeNull()
})

test('what comes from the other end is shown, and it is told whether anything comes', () => {
  const { pictures, told } = setUp()
  const [camera, screen] = [new FakeTrack(), new FakeTrack()]
  const place = screenElement()
  pictures.show({ lane: 'screen', of: BEN }, place.element)
  camera.muted = true
  screen.muted = true
  pictures.receive(new Map([[BEN, { camera: real(camera), screen: real(screen) }]]))
  expect(told.at(-1)).toEqual({ camera: false, screen: false })
  expect(place.shown()).toBe(screen)
  screen.muted = false
  screen.tell('unmute')
  expect(told.at(-1)).toEqual({ camera: false, screen: true })
  pictures.receive(new Map())
  expect([told.at(-1), place.shown()]).toEqual([{ camera: false, screen: false }, null])
  const count = told.length
  screen.tell('unmute')
  expect(told.length).toBe(count)
})

test('a picture is of one person; a lane that another one has got shows them where they are wanted', () => {
  const { pictures } = setUp()
  const [ben, cem] = [screenElement(), screenElement()]
  pictures.show({ lane: 'camera', of: BEN }, ben.element)
  pictures.show({ lane: 'camera', of: CEM }, cem.element)
  const [one, two] = [new FakeTrack(), new FakeTrack()]
  const from = (track: FakeTrack) => ({ camera: real(track), screen: null })
  pictures.receive(new Map([[BEN, from(one)]]))
  expect([ben.shown(), cem.shown()]).toEqual([one, null])
  pictures.receive(
    new Map([
      [BEN, from(one)],
      [CEM, from(two)],
    ]),
  )
  expect([ben.shown(), cem.shown()]).toEqual([one, two])
  // It was not begun anew because somebody else came.
  expect(ben.played.length).toBe(1)
  pictures.receive(new Map([[CEM, from(one)]]))
  expect([ben.shown(), cem.shown()]).toEqual([null, one])
})
