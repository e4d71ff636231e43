import type { PersonId } from '#shared/domain/ids.ts'
import { DEFAULT_SETTINGS, type VoiceSettings } from '#shared/ipc/settings.ts'
import { createEmitter } from '#shared/lib/emitter.ts'
import { createScope, type Scope } from '#shared/lib/scope.ts'
import { openCallLine, type CallPeer } from './call-line.ts'
import { NOBODYS_PICTURES } from './call-pictures.ts'
import { playChime } from './chimes.ts'
import { createDeviceChoice } from './device-choice.ts'
import { watchTrack } from './level-meter.ts'
import {
  createMicrophone,
  wishesFrom,
  type CleanTrack,
  type MicrophoneWishes,
  type OpenTrack,
} from './microphone.ts'
import { loopBack } from './microphone-test.ts'
import { afterLevel, meterLevel, SILENCE } from './own-level.ts'
import { openVoiceConnection, type Peer, type VoiceConnection } from './voice-connection.ts'
import { closesAfter, isGateOpen } from './voice-gate.ts'
import type { VoiceMedia, VoiceMediaEvents, VoiceWishes } from './voice-media.ts'
import { createVoiceOutput, type KeepFlowing, type VoiceOutput } from './voice-output.ts'
import { startVoiceRecorder, type CreateRecorder, type VoiceRecorder } from './voice-recorder.ts'
import { createOwnLoss, NO_COUNTERS, qualityBetween } from './voice-quality.ts'

/** How often the connection is measured, in milliseconds. */
const MEASURE_EVERY_MS = 1_000

/** The last sound is over by then, in milliseconds. */
const REST_AFTER_MS = 1_000

/** What of the browser is needed. */
export interface VoiceSurroundings {
  readonly openTrack: OpenTrack<MediaStreamTrack>
  readonly cleanTrack: CleanTrack<MediaStreamTrack>
  readonly listDevices: () => Promise<readonly MediaDeviceInfo[]>
  readonly onDeviceChange: (listener: () => void) => void
  /** Tells each time that somebody touches the page or its keys. */
  readonly onGesture: (listener: () => void) => void
  readonly canChooseSpeaker: boolean
  /** @param ways servers by which the other end may be reached where it is not directly */
  readonly createPeer: (ways: readonly RTCIceServer[]) => Peer & CallPeer
  readonly createContext: () => AudioContext
  readonly keepFlowing: KeepFlowing
  /** Null where the browser cannot record. */
  readonly createRecorder: CreateRecorder | null
  readonly now: () => number
}

/** What carries the own voice to others, and theirs to us. */
type Connection = Pick<VoiceConnection, 'counters' | 'isAlive'>

/** Puts the parts of voice together: what each of them says is told to those that it concerns. */
export function createVoiceMedia(surroundings: VoiceSurroundings): VoiceMedia {
  const emitter = createEmitter<VoiceMediaEvents>()
  const microphone = createMicrophone(surroundings.openTrack, surroundings.cleanTrack)
  let wishes: VoiceWishes = {
    settings: DEFAULT_SETTINGS.voice,
    isMuted: false,
    isDeafened: false,
    isTalkKeyHeld: false,
    isSilenced: false,
  }
  const choice = createDeviceChoice({ ...surroundings, chosen: wishes.settings })
  let output: VoiceOutput | null = null
  let connection: Connection | null = null
  /** Another microphone, or none, goes out from now on. */
  let sendOwn = sendNowhere
  /** The same, where it is one to the server. */
  let toServer: VoiceConnection | null = null
  let recorder: VoiceRecorder | null = null
  let connectionScope: Scope = createScope()
  /** What listens to the track of the microphone. */
  let trackScope: Scope = createScope()
  /** What plays the track back in a test. */
  let testScope: Scope = createScope()
  let isTesting = false
  let isMicrophoneWanted = false
  let isLevelWatched = false
  let wasTouched = false
  let level = 0
  let closing: ReturnType<typeof setTimeout> | undefined
  let resting: ReturnType<typeof setTimeout> | undefined

  /** Made when something is to be heard for the first time: before that, browsers would not let it. */
  function heardThrough(): VoiceOutput {
    if (!output) {
      output = createVoiceOutput(surroundings.createContext(), surroundings.keepFlowing)
      output.configure(wishes)
      void output.useSpeaker(choice.devices().speaker)
    }
    clearTimeout(resting)
    output.resume()
    return output
  }

  const microphoneWishes = (): MicrophoneWishes => wishesFrom(wishes.settings, choice.microphone())

  function applyGate(waitMs: number): void {
    clearTimeout(closing)
    const track = microphone.track()
    if (!track) return
    const isOpen = isGateOpen(wishes)
    if (isOpen || waitMs === 0) track.enabled = isOpen
    else closing = setTimeout(() => applyGate(0), waitMs)
  }

  function tellLevel(next: number): void {
    if (next === level) return
    level = next
    emitter.emit('level', next)
  }

  /** Listens to the own voice as it goes out. */
  function follow(track: MediaStreamTrack): void {
    let speaking = SILENCE
    trackScope.add(
      watchTrack(heardThrough().context, track, (rms) => {
        if (isLevelWatched && !isTesting) tellLevel(meterLevel(rms))
        const before = speaking.isSpeaking
        speaking = afterLevel(speaking, rms, surroundings.now())
        if (speaking.isSpeaking !== before) emitter.emit('ownSpeaking', speaking.isSpeaking)
      }),
    )
    trackScope.add(() => {
      tellLevel(0)
      if (speaking.isSpeaking) emitter.emit('ownSpeaking', false)
    })
  }

  microphone.on('state', (state) => {
    emitter.emit('microphone', state)
    // Names of devices are told only to a page that may use one.
    if (state === 'open') void choice.look()
  })
  microphone.on('track', (track) => {
    trackScope.close()
    trackScope = createScope()
    testScope.close()
    // Before anybody gets it: what is muted is never heard, not even for a moment.
    if (track) {
      applyGate(0)
      follow(track)
    }
    void sendOwn(track)
    recorder?.setOwn(track)
    if (isTesting && track) playBack(track)
  })

  microphone.on('noiseSuppression', (used) => emitter.emit('noiseSuppression', used))

  let speaker: string | null = null
  choice.on('devices', (devices) => {
    if (devices.speaker !== speaker) void output?.useSpeaker(devices.speaker)
    ;({ speaker } = devices)
    emitter.emit('devices', devices)
    void microphone.change(microphoneWishes())
  })
  choice.on('switched', (told) => {
    // Whoever is not in voice sees it when they look at the settings.
    if (connection) emitter.emit('switched', told)
  })

  function measure(measured: Connection): void {
    let before = NO_COUNTERS
    const ownLossOf = createOwnLoss()
    const timer = setInterval(async () => {
      const after = await measured.counters().catch(() => NO_COUNTERS)
      if (connection !== measured || !measured.isAlive()) return
      const device = { output: heardThrough().latency(), ownLoss: ownLossOf(after) }
      emitter.emit('quality', qualityBetween(before, after, device))
      before = after
    }, MEASURE_EVERY_MS)
    connectionScope.add(() => clearInterval(timer))
  }

  function closeConnection(): void {
    connectionScope.close()
    connectionScope = createScope()
    connection = null
    sendOwn = sendNowhere
    toServer = null
    output?.play([])
    emitter.emit('speaking', NOBODY)
    emitter.emit('pictures', NOBODYS_PICTURES)
  }

  /** Nothing is open that nothing uses: the sign of the system goes off, and the processor rests. */
  function closeIfUnused(): void {
    if (connection || isTesting) return
    if (!isMicrophoneWanted) {
      clearTimeout(closing)
      microphone.close()
    }
    clearTimeout(resting)
    resting = setTimeout(() => output?.rest(), REST_AFTER_MS)
  }

  function playBack(track: MediaStreamTrack): void {
    testScope = createScope()
    // Of its own, so that it sounds whatever is muted, and the others do not hear it.
    const copy = track.clone()
    copy.enabled = true
    const { context } = heardThrough()
    testScope.add(() => copy.stop())
    testScope.add(watchTrack(context, copy, (rms) => tellLevel(meterLevel(rms))))
    testScope.add(loopBack(context, copy, wishes.settings.outputVolume))
  }

  async function startTest(): Promise<boolean> {
    if (isTesting) return true
    isTesting = true
    const before = microphone.track()
    if (before) playBack(before)
    else await microphone.open(microphoneWishes())
    if (microphone.track()) return isTesting
    isTesting = false
    return false
  }

  function stopTest(): void {
    if (!isTesting) return
    isTesting = false
    testScope.close()
    tellLevel(0)
    closeIfUnused()
  }

  surroundings.onDeviceChange(() => void choice.look())
  surroundings.onGesture(() => {
    if (connection || isTesting) output?.resume()
    if (wasTouched) return
    wasTouched = true
    // Until then the page may not have been allowed to clean what the microphone hears.
    void microphone.cleanAgain()
  })

  return {
    on: emitter.on,
    findDevices: choice.look,
    configure(next) {
      const before = wishes
      wishes = next
      applyGate(closesAfter(before, next))
      output?.configure(next)
      recorder?.silenceOwn(next.isSilenced)
      if (isOtherInput(before.settings, next.settings)) choice.choose(next.settings)
    },
    async openMicrophone() {
      isMicrophoneWanted = true
      await microphone.open(microphoneWishes())
    },
    async connect(offer, relay, pictures) {
      closeConnection()
      const { resume, play, handleLanes } = heardThrough()
      resume()
      const opened = openVoiceConnection(surroundings.createPeer(relay ? [relay] : []))
      connection = opened
      sendOwn = opened.send
      toServer = opened
      connectionScope.add(() => opened.close())
      connectionScope.add(opened.on('lanes', handleLanes))
      connectionScope.add(
        opened.on('speaking', (people) => emitter.emit('speaking', new Set(people))),
      )
      connectionScope.add(opened.on('pictures', (seen) => emitter.emit('pictures', seen)))
      connectionScope.add(opened.on('lost', () => emitter.emit('lost', null)))
      const answer = await opened.answer(offer, microphone.track(), pictures)
      if (connection !== opened) throw new Error('Another connection took its place.')
      // What was opened while the answer was made.
      await opened.send(microphone.track())
      play(opened.lanes())
      measure(opened)
      return answer
    },
    call(person, { isPolite, findWays, pictures }) {
      closeConnection()
      const { play, handleLanes } = heardThrough()
      const line = openCallLine({
        createPeer: surroundings.createPeer,
        findWays,
        isPolite,
        own: () => ({ microphone: microphone.track(), ...pictures() }),
      })
      connection = line
      sendOwn = () => line.send('microphone')
      connectionScope.add(() => line.close())
      connectionScope.add(
        line.on('tracks', ({ sounds }) => {
          play(sounds)
          handleLanes(sounds.map(() => person))
        }),
      )
      measure(line)
      return line
    },
    sendPicture: async (lane) => toServer?.sendPicture(lane),
    connected: async () => (await toServer?.connected()) ?? false,
    isAlive: () => connection?.isAlive() ?? false,
    hangUp: closeConnection,
    disconnect() {
      isMicrophoneWanted = false
      closeConnection()
      closeIfUnused()
    },
    chime(what) {
      const isWarning = what === 'recording' || what === 'recording-over'
      if (!isWarning && what !== 'calling' && !wishes.settings.hasChimes) return
      const { context, entry } = heardThrough()
      // Whoever is recorded hears of it, even with the sound turned down.
      playChime(context, isWarning ? context.destination : entry, what)
      closeIfUnused()
    },
    canRecord: surroundings.createRecorder !== null,
    startRecording(into, me) {
      const { createRecorder } = surroundings
      if (!createRecorder || recorder) throw new Error('This cannot be recorded.')
      const { context, record } = heardThrough()
      const started = startVoiceRecorder({ context, into, me, createRecorder })
      started.silenceOwn(wishes.isSilenced)
      started.setOwn(microphone.track())
      record(started.inputFor)
      recorder = started
    },
    async finishRecording() {
      const finished = recorder
      recorder = null
      output?.record(null)
      return (await finished?.finish()) ?? []
    },
    startTest,
    stopTest,
    watchLevel(isWatched) {
      isLevelWatched = isWatched
      if (!isWatched && !isTesting) tellLevel(0)
    },
  }
}

/** Whether anything changed that a device has to be opened or set for. */
const isOtherInput = (before: VoiceSettings, after: VoiceSettings): boolean =>
  before.microphone?.id !== after.microphone?.id ||
  before.speaker?.id !== after.speaker?.id ||
  before.echoCancellation !== after.echoCancellation ||
  before.noiseSuppression !== after.noiseSuppression ||
  before.autoGain !== after.autoGain

const sendNowhere = async (_microphone: MediaStreamTrack | null): Promise<void> => {}

const NOBODY: ReadonlySet<PersonId> = new Set()
