import { expect, test } from 'vitest'
import { personIdSchema } from '#shared/domain/ids.ts'
import { NO_PICTURES, type OwnPictures } from './call-pictures.ts'
import { boundUplinks, openUplinks, picturesIn, sendPicture } from './group-lanes.ts'

const [BEN, CEM] = [1, 2].map((number) =>
  personIdSchema.parse(`00000000-0000-4000-8000-00000000000${number}`),
)

const OF_A_GROUP = ['up', 'lane0', 'upcamera', 'upscreen', 'camera0', 'camera1', 'screen0']

/** A connection with these sections; it says when somebody sends something where nothing was agreed on. */
function connect(mids: readonly string[]) {
  const done: string[] = []
  const transceivers = mids.map((mid) => {
    const sender = {
      track: null as MediaStreamTrack | null,
      parameters: { encodings: [{}] } as RTCRtpSendParameters,
      async replaceTrack(track: MediaStreamTrack | null) {
        sender.track = track
        done.push(`${mid} ${track?.id ?? 'nothing'}`)
      },
      getParameters: () => structuredClone(sender.parameters),
      async setParameters(parameters: RTCRtpSendParameters) {
        sender.parameters = parameters
      },
    }
    return { mid, direction: 'recvonly', sender, receiver: { track: { id: mid } } }
  })
  const of = (mid: string) => transceivers.find((transceiver) => transceiver.mid === mid)
  return {
    peer: { getTransceivers: () => transceivers } as unknown as RTCPeerConnection,
    ...{ done, transceivers },
    parametersOf: (mid: string) => of(mid)?.sender.parameters,
    directionOf: (mid: string) => of(mid)?.direction,
  }
}

const track = (id: string, width: number, height: number) =>
  ({ id, getSettings: () => ({ width, height }) }) as unknown as MediaStreamTrack

test('an offer with lanes for pictures is answered so that both can begin at any time', async () => {
  const { peer, done, directionOf } = connect(OF_A_GROUP)
  const own: OwnPictures = { camera: track('face', 1_280, 720), screen: null }
  await openUplinks(peer, () => own)
  expect(done).toEqual(['upcamera face', 'upscreen nothing'])
  expect(['upcamera', 'upscreen', 'camera0'].map(directionOf)).toEqual([
    ...['sendonly', 'sendonly', 'recvonly'],
  ])
})

test('where the offer has none nothing of it is seen, whatever is on', async () => {
  const { peer, done, transceivers } = connect(['up', 'lane0'])
  const own = () => ({ camera: track('face', 1_280, 720), screen: null })
  await openUplinks(peer, own)
  await boundUplinks(peer)
  await sendPicture(peer, 'camera', own)
  expect(done).toEqual([])
  expect(transceivers.map(({ direction }) => direction)).toEqual(['recvonly', 'recvonly'])
})

test('a camera is bounded in bits, pictures and lines, and a screen stays sharp', async () => {
  const { peer, parametersOf } = connect(OF_A_GROUP)
  await openUplinks(peer, () => NO_PICTURES)
  await boundUplinks(peer)
  expect(parametersOf('upcamera')?.encodings).toEqual([
    { maxBitrate: 1_200_000, maxFramerate: 30, scaleResolutionDownBy: 1 },
  ])
  expect(parametersOf('upscreen')).toEqual({
    encodings: [{ maxBitrate: 3_000_000 }],
    degradationPreference: 'maintain-resolution',
  })
  for (const [width, height] of [
    [1_920, 1_080],
    [1_080, 1_920],
  ] as const) {
    await sendPicture(peer, 'camera', () => ({
      camera: track('face', width, height),
      screen: null,
    }))
    expect(parametersOf('upcamera')?.encodings[0]?.scaleResolutionDownBy).toBe(1.5)
  }
  await sendPicture(peer, 'camera', () => ({ camera: track('face', 640, 480), screen: null }))
  expect(parametersOf('upcamera')?.encodings[0]?.scaleResolutionDownBy).toBe(1)
})

test('the server says whose picture is on which lane', () => {
  const { peer } = connect(OF_A_GROUP)
  const nobody = Array.from({ length: 6 }, () => null)
  const seen = picturesIn(peer, { cameras: [null, BEN, ...nobody], screens: [BEN, CEM] } as never)
  // There is no `screen1` in this offer.
  expect([...seen]).toEqual([[BEN, { camera: { id: 'camera1' }, screen: { id: 'screen0' } }]])
})
