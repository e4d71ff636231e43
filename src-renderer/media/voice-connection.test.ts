import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { personIdSchema } from '#shared/domain/ids.ts'
import { NO_PICTURES, type OwnPictures } from './call-pictures.ts'
import { openVoiceConnection, type Peer } from './voice-connection.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const person = (number: number) =>
  personIdSchema.parse(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`)

const microphone = { kind: 'audio' } as MediaStreamTrack

const kindOf = (mid: string) => (/camera|screen/.test(mid) ? 'video' : 'audio')

/** A peer connection whose other end is the test. */
function connect(mids = ['up', 'l0', 'l1']) {
  const peerEvents = new EventTarget()
  const channel = Object.assign(new EventTarget(), { label: 'parley-voice' })
  const sent: (MediaStreamTrack | null)[] = []
  const transceivers = mids.map((mid) => ({
    ...{ mid, direction: 'recvonly', receiver: { track: { id: mid, kind: kindOf(mid) } } },
    sender: {
      replaceTrack: async (track: MediaStreamTrack | null) => void sent.push(track),
      getParameters: () => ({ encodings: [] }),
      setParameters: async () => undefined,
    },
  }))
  const fake = {
    addEventListener: peerEvents.addEventListener.bind(peerEvents),
    connectionState: 'new' as RTCPeerConnectionState,
    iceGatheringState: 'gathering' as RTCIceGatheringState,
    localDescription: null as { sdp: string } | null,
    isClosed: false,
    close() {
      this.isClosed = true
    },
    createAnswer: async () => ({ type: 'answer', sdp: 'v=0 answer' }),
    getTransceivers: () => transceivers,
    getStats: async () => new Map([['a', { type: 'inbound-rtp', packetsReceived: 7 }]]),
    setLocalDescription: async (description: { sdp: string }) => {
      fake.localDescription = description
    },
    setRemoteDescription: async () => undefined,
  }
  const connection = openVoiceConnection(fake as unknown as Peer)
  const heard: unknown[] = []
  connection.on('lanes', (lanes) => heard.push({ lanes }))
  connection.on('speaking', (speaking) => heard.push({ speaking }))
  connection.on('pictures', (pictures) => heard.push({ pictures: [...pictures] }))
  connection.on('lost', () => heard.push('lost'))
  const become = (state: RTCPeerConnectionState): void => {
    fake.connectionState = state
    peerEvents.dispatchEvent(new Event('connectionstatechange'))
  }
  const openChannel = (): void =>
    void peerEvents.dispatchEvent(Object.assign(new Event('datachannel'), { channel }))
  const say = (data: unknown): void =>
    void channel.dispatchEvent(Object.assign(new Event('message'), { data }))
  return { connection, fake, transceivers, sent, heard, become, channel, openChannel, say }
}

test('the own voice goes up, and lanes come down in the order of the offer', async () => {
  const { connection, transceivers, sent } = connect()
  const answering = connection.answer('v=0', microphone, () => NO_PICTURES)
  await vi.advanceTimersByTimeAsync(200)
  expect(await answering).toBe('v=0 answer')
  expect(transceivers[0]?.direction).toBe('sendonly')
  expect(sent).toEqual([microphone])
  expect(connection.lanes()).toMatchObject([{ id: 'l0' }, { id: 'l1' }])
  await connection.send(null)
  expect(sent).toEqual([microphone, null])
})

test('an offer without a way up is no offer', async () => {
  const { connection } = connect(['0', '1'])
  await expect(connection.answer('v=0', null, () => NO_PICTURES)).rejects.toThrow(
    'no way for the own voice',
  )
})

test('the channel tells who is heard and who speaks; anything else is ignored', () => {
  const { heard, openChannel, say } = connect()
  openChannel()
  const lanes = [person(1), ...Array.from({ length: 15 }, () => null)]
  say(JSON.stringify({ lanes }))
  say(JSON.stringify({ speaking: [person(2)] }))
  say('{')
  say(new ArrayBuffer(2))
  say(JSON.stringify({ lanes: [person(1)] }))
  expect(heard).toEqual([{ lanes }, { speaking: [person(2)] }])
})

test('in a group call pictures go up and come down beside the voices', async () => {
  const { connection, transceivers, sent, heard, openChannel, say } = connect([
    ...['up', 'l0', 'upcamera', 'upscreen', 'camera0', 'screen0'],
  ])
  const face = { kind: 'video' } as MediaStreamTrack
  let own: OwnPictures = NO_PICTURES
  const answering = connection.answer('v=0', microphone, () => own)
  await vi.advanceTimersByTimeAsync(200)
  await answering
  expect(sent).toEqual([microphone, null, null])
  expect(connection.lanes()).toMatchObject([{ id: 'l0' }])
  own = { camera: { ...face, getSettings: () => ({}) }, screen: null }
  await connection.sendPicture('camera')
  expect(sent.at(-1)).toBe(own.camera)
  openChannel()
  const cameras = [person(1), ...Array.from({ length: 7 }, () => null)]
  say(JSON.stringify({ pictures: { cameras, screens: [null, null] } }))
  say(JSON.stringify({ pictures: { cameras: [person(1)], screens: [] } }))
  const camera = transceivers[4]?.receiver.track
  expect(heard).toEqual([{ pictures: [[person(1), { camera, screen: null }]] }])
})

test('it is up when the peers are connected', async () => {
  const { connection, become } = connect()
  become('connecting')
  become('connected')
  expect(await connection.connected()).toBe(true)
  expect(connection.isAlive()).toBe(true)
})

test('it is not up after ten seconds, or after failing, and that is no loss', async () => {
  const slow = connect()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(await slow.connection.connected()).toBe(false)
  const failing = connect()
  failing.become('failed')
  await vi.advanceTimersByTimeAsync(300)
  expect(await failing.connection.connected()).toBe(false)
  expect(failing.heard).toEqual([])
})

test('a short interruption heals, a longer one is a loss', async () => {
  const { heard, become } = connect()
  become('connected')
  become('disconnected')
  await vi.advanceTimersByTimeAsync(1_499)
  become('connected')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(heard).toEqual([])
  become('disconnected')
  await vi.advanceTimersByTimeAsync(1_500)
  expect(heard).toEqual(['lost'])
})

test('a failure is a loss, unless it was closed here', async () => {
  const failing = connect()
  failing.become('connected')
  failing.become('failed')
  await vi.advanceTimersByTimeAsync(300)
  expect(failing.heard).toEqual(['lost'])
  const closed = connect()
  closed.become('connected')
  closed.become('failed')
  closed.connection.close()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(closed.heard).toEqual([])
  expect(closed.fake.isClosed).toBe(true)
})

test('a server that closes the channel is gone', async () => {
  const { heard, become, openChannel, channel } = connect()
  become('connected')
  openChannel()
  channel.dispatchEvent(new Event('close'))
  await vi.advanceTimersByTimeAsync(1_500)
  expect(heard).toEqual(['lost'])
})

test('counters are read out of the statistics', async () => {
  const { connection } = connect()
  expect(await connection.counters()).toMatchObject({ received: 7 })
})
