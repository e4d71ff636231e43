import type { RecordingInto } from '#shared/domain/audio.ts'
import type { PersonId } from '#shared/domain/ids.ts'
import { beginningLater } from './late-recording.ts'
import { createLimiter, type Limiter } from './limiter.ts'

/** What was recorded so far leaves the recorder this often, in milliseconds; browsers keep it on disk. */
const CHUNK_MS = 5_000

/** The part of a recorder of the browser that is used, so that tests need no sound. */
type StreamRecorder = Pick<MediaRecorder, 'addEventListener' | 'start' | 'state' | 'stop'>

export type CreateRecorder = (stream: MediaStream) => StreamRecorder

/** What came of it. Null is everybody together. */
export interface RecordedFile {
  readonly whose: PersonId | null
  readonly content: Blob
}

export interface VoiceRecorder {
  /** Where the voice of a person goes in. */
  inputFor(person: PersonId): AudioNode
  /** The own microphone as it goes out; null while there is none. */
  setOwn(track: MediaStreamTrack | null): void
  /** Whom nobody hears is not recorded either. */
  silenceOwn(isSilent: boolean): void
  /** Ends it. @returns the files that hold something, in the order in which people were first heard */
  finish(): Promise<readonly RecordedFile[]>
}

interface OpenFile {
  readonly input: AudioNode
  finish(): Promise<Blob>
}

/**
 * Records what is said in a room from now on: everybody into one file, or each person into one of their
 * own. A file follows its person from lane to lane, lasts until the end, and begins with the recording,
 * however late somebody was heard first: so all of them can be laid one over another.
 */
export function startVoiceRecorder(options: {
  readonly context: AudioContext
  readonly into: RecordingInto
  readonly me: PersonId
  readonly createRecorder: CreateRecorder
}): VoiceRecorder {
  const { context, into, me, createRecorder } = options
  const startedAt = context.currentTime
  const files = new Map<PersonId | null, OpenFile>()
  // Without something that flows, however silent, a recorder stands still, and time is missing later.
  const time = context.createConstantSource()
  time.offset.value = 0
  time.start()
  const own = context.createGain()
  let ownSource: AudioNode | null = null

  function open(whose: PersonId | null): OpenFile {
    const known = files.get(whose)
    if (known) return known
    const lateByMs = (context.currentTime - startedAt) * 1_000
    const ends = whose === null ? createLimiter(context) : straight(context)
    const opened = openFile({ context, ...ends, time, lateByMs, createRecorder })
    files.set(whose, opened)
    return opened
  }

  const inputFor = (person: PersonId): AudioNode => open(into === 'one-file' ? null : person).input

  if (into === 'one-file') open(null)

  return {
    inputFor,
    setOwn(track) {
      ownSource?.disconnect()
      ownSource = null
      if (!track) return
      own.disconnect()
      own.connect(inputFor(me))
      ownSource = context.createMediaStreamSource(new MediaStream([track]))
      ownSource.connect(own)
    },
    silenceOwn(isSilent) {
      own.gain.value = isSilent ? 0 : 1
    },
    async finish() {
      ownSource?.disconnect()
      const finished = await Promise.all(
        [...files].map(async ([whose, file]) => ({ whose, content: await file.finish() })),
      )
      time.stop()
      time.disconnect()
      own.disconnect()
      return finished.filter(({ content }) => content.size > 0)
    },
  }
}

function straight(context: AudioContext): Limiter {
  const node = context.createGain()
  return { input: node, output: node }
}

function openFile(options: {
  readonly context: AudioContext
  readonly input: AudioNode
  readonly output: AudioNode
  readonly time: AudioNode
  readonly lateByMs: number
  readonly createRecorder: CreateRecorder
}): OpenFile {
  const { context, input, output, time, lateByMs, createRecorder } = options
  const destination = context.createMediaStreamDestination()
  // A voice has one channel.
  destination.channelCount = 1
  destination.channelCountMode = 'explicit'
  output.connect(destination)
  time.connect(destination)
  const recorder = createRecorder(destination.stream)
  const chunks: Blob[] = []
  const stopped = new Promise<void>((resolve) => {
    recorder.addEventListener('stop', () => resolve())
  })
  recorder.addEventListener('dataavailable', ({ data }) => {
    if (data.size > 0) chunks.push(data)
  })
  recorder.start(CHUNK_MS)
  return {
    input,
    async finish() {
      if (recorder.state !== 'inactive') {
        recorder.stop()
        await stopped
      }
      output.disconnect()
      return beginningLater(new Blob(chunks, { type: 'audio/webm' }), lateByMs)
    },
  }
}
