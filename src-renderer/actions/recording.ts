import type { RecordingInto } from '#shared/domain/audio.ts'
import { recordingName } from '../state/recording-name.ts'
import {
  NOT_RECORDING,
  recordingAfter,
  recordingChange,
  type Recording,
} from '../state/recording.ts'
import type { VoiceOfApp } from '../state/voice.ts'
import { askServer } from './ask-server.ts'
import type { ActionContext } from './context.ts'
import { showNotice } from './notices.ts'
import { nameOf } from './voice.ts'

type Running = Extract<Recording, { phase: 'running' }>

/** Asks the server whether this may be recorded. What it tells everybody then starts it. */
export async function startRecording(context: ActionContext, into: RecordingInto): Promise<void> {
  const { store } = context
  const { voice, recording, me } = store.getState()
  const { link } = voice
  if (link.phase !== 'in' || recording.phase !== 'off' || !me) return
  const { stay, roomId } = link
  const about = { stay, into, room: nameOf(context, roomId), me: { id: me.id, name: me.name } }
  const asking: Recording = { phase: 'asking', isGranted: false, ...about }
  store.setState({ recording: asking })
  const asked = await askServer(context, 'voice:record', { stay, on: true })
  if (store.getState().recording !== asking) {
    // Ended before it began: nobody is to be told of a recording that there is not.
    if (asked.ok) tellOver(context, about)
    return
  }
  if (asked.ok) {
    store.setState({ recording: { ...asking, isGranted: true } })
    return followRecording(context, store.getState().voice)
  }
  store.setState({ recording: NOT_RECORDING })
  showNotice(context, `You cannot record here. ${asked.error}`, 'problem')
}

export function stopRecording(context: ActionContext): void {
  const { store } = context
  const { recording } = store.getState()
  if (recording.phase !== 'asking' && recording.phase !== 'running') return
  if (recording.phase === 'asking') store.setState({ recording: NOT_RECORDING })
  else end(context, recording, null)
  tellOver(context, recording)
}

/** Something about voice changed: recordings are heard when they begin and end, and the own one obeys. */
export function followRecording(context: ActionContext, before: VoiceOfApp): void {
  const { store, voice: sound, now } = context
  const { recording, voice } = store.getState()
  const { began, ended } = recordingChange(before, voice)
  if (began.length > 0) sound.chime('recording')
  else if (ended.length > 0) sound.chime('recording-over')
  const next = recordingAfter(recording, { voice, now: now() })
  if (next === recording) return
  if (recording.phase === 'running') return end(context, recording, reasonIn(voice, recording))
  store.setState({ recording: next })
  if (next.phase === 'running') begin(context, next)
}

function begin(context: ActionContext, running: Running): void {
  try {
    context.voice.startRecording(running.into, running.me.id)
  } catch {
    context.store.setState({ recording: NOT_RECORDING })
    tellOver(context, running)
    showNotice(context, 'Nothing is recorded: this device cannot make recordings.', 'problem')
  }
}

/** Why it ended without having been asked to. */
const reasonIn = ({ link }: VoiceOfApp, { stay }: Running): string =>
  link.phase === 'in' && link.stay === stay
    ? 'The server ended the recording: your role does not allow it any more.'
    : 'The recording ended with your stay in voice.'

function end(context: ActionContext, running: Running, why: string | null): void {
  context.store.setState({ recording: { phase: 'saving' } })
  void save(context, running, why)
}

/** One file after the other goes to the downloads. */
async function save(context: ActionContext, running: Running, why: string | null): Promise<void> {
  const { store, voice, platform } = context
  // Now, because leaving the server forgets them.
  const { profiles } = store.getState()
  const { me, room, since } = running
  const files = await voice.finishRecording().catch(() => [])
  for (const { whose, content } of files) {
    const other = whose === null ? null : (profiles.get(whose)?.name ?? 'Somebody')
    const person = whose === me.id ? me.name : other
    await platform.saveFile(recordingName({ room, at: new Date(since), person }), content)
  }
  store.setState({ recording: NOT_RECORDING })
  const saved = sentenceFor(files.length)
  showNotice(context, why === null ? saved : `${why} ${saved}`, why === null ? 'info' : 'problem')
}

function sentenceFor(count: number): string {
  if (count === 0) return 'Nothing was recorded.'
  return count === 1
    ? 'The recording is with your downloads.'
    : `The ${count} files of the recording are with your downloads.`
}

/** Nobody waits for it: it ends with the stay as well. */
const tellOver = ({ current }: ActionContext, { stay }: Pick<Running, 'stay'>): void =>
  void current.session?.connection.call('voice:record', { stay, on: false })
