import { createEmitter } from '#shared/lib/emitter.ts'
import type { MicrophoneState } from '#shared/domain/audio.ts'
import { createSilentLine } from './silent-line.ts'
import type { OwnPictures } from '../../../src-renderer/media/call-pictures.ts'
import type { RecordedFile } from '../../../src-renderer/media/voice-recorder.ts'
import type {
  VoiceMedia,
  VoiceMediaEvents,
  VoiceWishes,
} from '../../../src-renderer/media/voice-media.ts'

/** Voice without a sound: it notes what it is told, and says what the test says. */
export function createSilentVoice() {
  const emitter = createEmitter<VoiceMediaEvents>()
  const told: string[] = []
  let wishes: VoiceWishes | null = null
  let microphone: MicrophoneState = 'open'
  let isThrough = true
  let isAlive = true
  let react = (): void => {}
  let canRecord = true
  let recorded: readonly RecordedFile[] = []
  let toSend: (() => OwnPictures) | null = null
  let line: ReturnType<typeof createSilentLine> | null = null
  let findWays: Parameters<VoiceMedia['call']>[1]['findWays'] = async () => null
  const media: VoiceMedia = {
    on: emitter.on,
    configure: (next) => void (wishes = next),
    findDevices: async () => undefined,
    openMicrophone: async () => emitter.emit('microphone', microphone),
    async connect(offer, relay, pictures) {
      toSend = pictures
      const way = relay ? ` or by ${String(relay.urls)}` : ''
      told.push(`connect ${offer}${way}`)
      if (offer === 'nonsense') throw new Error('That is no offer.')
      isAlive = true
      react()
      return `v=0 answer to ${offer}`
    },
    sendPicture: async (lane) => void told.push(`send ${lane}`),
    call(person, { isPolite, pictures, findWays: find }) {
      toSend = pictures
      told.push(`call ${person} ${isPolite ? 'politely' : 'insisting'}`)
      line = createSilentLine()
      findWays = find
      return line
    },
    connected: async () => isThrough,
    isAlive: () => isAlive,
    hangUp: () => void told.push('hang up'),
    disconnect: () => void told.push('disconnect'),
    chime: (what) => void told.push(`chime ${what}`),
    canRecord: true,
    startRecording(into, me) {
      if (!canRecord) throw new Error('No recorder')
      told.push(`record ${into}`)
      recorded = [{ whose: into === 'one-file' ? null : me, content: new Blob(['sound']) }]
    },
    async finishRecording() {
      told.push('finish recording')
      const files = recorded
      recorded = []
      return files
    },
    startTest: async () => microphone === 'open',
    stopTest: () => undefined,
    watchLevel: () => undefined,
  }
  return {
    ...media,
    /** The line of the call that was opened last. */
    line: () => line,
    /** What of the pictures would go out now; null before there was a connection. */
    pictures: () => toSend?.() ?? null,
    /** What the line of the call is told when it looks for a way. */
    waysOfLine: () => findWays(),
    /** What was done, oldest first. */
    told,
    wishes: () => wishes,
    /** The recorder of the browser fails from now on. */
    breakRecorder: () => void (canRecord = false),
    emit: emitter.emit,
    setMicrophone: (next: MicrophoneState) => void (microphone = next),
    /** Whether sound gets to the server. */
    setThrough: (next: boolean) => void (isThrough = next),
    /** What is to happen whenever a connection is made. */
    onConnect: (next: () => void) => void (react = next),
    /** The connection carries nothing any more, and nobody was told of it. */
    die: () => void (isAlive = false),
  }
}
