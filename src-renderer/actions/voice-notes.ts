import type { MicrophoneState } from '#shared/domain/audio.ts'
import { clientIdSchema, type RoomId } from '#shared/domain/ids.ts'
import { wishesFrom, type MicrophoneWishes } from '../media/microphone.ts'
import type { NoteRecorder } from '../media/note-recorder.ts'
import { inOneLine, microphoneWords } from '../state/microphone-words.ts'
import {
  newNote,
  NOTE_MAX_SECONDS,
  runningNote,
  withNote,
  withoutNote,
  type VoiceNote,
} from '../state/note.ts'
import { AS_RECORDED } from '#shared/ipc/settings.ts'
import { withPeak } from '../state/waveform.ts'
import type { ActionContext, Session } from './context.ts'
import { stayKey } from './kept-outbox.ts'
import { offerInNotice, showNotice } from './notices.ts'
import { sendMediaTo } from './outbox.ts'

/** After this nobody asks for a discarded one any more; longer than the notice that offers it. */
const DISCARD_AFTER_MS = 15_000

/** No word is shorter. */
const WORD_SECONDS = 0.4

/** What nobody sent for so long is forgotten, in milliseconds. */
const FORGET_AFTER_MS = 30 * 24 * 3_600_000

/** What records a note, and how many pieces of it there are. */
interface Take {
  readonly recorder: NoteRecorder
  pieces: number
  /** Each piece is written down before anything is done with the whole. */
  written: Promise<unknown>
  /** Done when nothing more is recorded and all of it is written down; null while it may go on. */
  ended: Promise<void> | null
}

const takes = new WeakMap<ActionContext, Map<string, Take>>()

function takesOf(context: ActionContext): Map<string, Take> {
  const known = takes.get(context) ?? new Map<string, Take>()
  takes.set(context, known)
  return known
}

const noteIn = ({ store }: ActionContext, roomId: RoomId): VoiceNote | null =>
  store.getState().notes.get(roomId) ?? null

/** Changes the note, unless it is gone meanwhile. */
function changeNote(
  context: ActionContext,
  { id, roomId }: Pick<VoiceNote, 'id' | 'roomId'>,
  change: (note: VoiceNote) => Partial<VoiceNote>,
): void {
  context.store.setState(({ notes }) => {
    const note = notes.get(roomId)
    return note?.id === id ? { notes: withNote(notes, { ...note, ...change(note) }) } : {}
  })
}

function forgetNote({ store }: ActionContext, id: string): void {
  store.setState(({ notes }) => ({ notes: withoutNote(notes, id) }))
}

const wishesOf = ({ store }: ActionContext): MicrophoneWishes => {
  const { voice, settings } = store.getState()
  return wishesFrom(settings.voice, voice.devices.microphone)
}

function tellOfMicrophone(context: ActionContext, state: MicrophoneState): void {
  const isDesktop = context.store.getState().appInfo !== null
  const words = microphoneWords(state, { isDesktop, next: 'Plug one in, and try again.' })
  if (words) showNotice(context, inOneLine(words), 'problem')
}

/** Begins a voice message for the open conversation, or goes on with the one that is there. */
export async function startNote(context: ActionContext): Promise<void> {
  const { store, createNoteRecorder } = context
  const { openRoom: roomId } = store.getState()
  if (roomId === null || !createNoteRecorder) return
  const known = noteIn(context, roomId)
  if (known) return known.phase === 'paused' ? resumeNote(context, roomId) : undefined
  const note = newNote(context.newUuid(), roomId)
  const take: Take = {
    ...{ recorder: createNoteRecorder(), pieces: 0 },
    ...{ written: Promise.resolve(), ended: null },
  }
  takesOf(context).set(note.id, take)
  follow(context, note, take)
  const before = runningNote(store.getState().notes)
  store.setState(({ notes }) => ({ notes: withNote(notes, note) }))
  const state = await open(context, { note, take, before }, () =>
    take.recorder.start(wishesOf(context)),
  )
  if (state === null) return
  if (state === 'open') return changeNote(context, note, () => ({ phase: 'recording' }))
  forgetNote(context, note.id)
  await endTake(context, note.id)
  tellOfMicrophone(context, state)
}

/**
 * One microphone, one recording: what runs elsewhere is kept as it is, and what is heard would be
 * recorded.
 * @returns what came of it; null when nobody wants it any more, and then the microphone is closed
 */
async function open(
  context: ActionContext,
  {
    note,
    take,
    before,
  }: { readonly note: VoiceNote; readonly take: Take; readonly before: VoiceNote | null },
  begin: () => Promise<MicrophoneState>,
): Promise<MicrophoneState | null> {
  context.player.pause()
  if (before && before.id !== note.id) await finishNote(context, before)
  const state = await begin()
  if (take.ended === null) return state
  await take.recorder.stop()
  return null
}

function follow(context: ActionContext, note: VoiceNote, take: Take): void {
  const { recorder } = take
  recorder.on('measured', ({ seconds, peak }) => {
    changeNote(context, note, ({ waveform }) => ({ seconds, waveform: withPeak(waveform, peak) }))
    if (seconds < NOTE_MAX_SECONDS) return
    showNotice(context, `A voice message has at most ${NOTE_MAX_SECONDS / 60} minutes.`)
    void finishNote(context, note)
  })
  recorder.on('piece', (piece) => {
    const index = take.pieces
    take.pieces += 1
    take.written = take.written
      .then(() => context.keptMedia.addPiece(note.id, index, piece))
      .then(() => writeDown(context, note))
      .catch(() => showNotice(context, 'This device has no room for the recording.', 'problem'))
  })
  recorder.on('lost', () => {
    showNotice(context, 'The microphone is gone; what was recorded is kept.', 'problem')
    void pauseNote(context, note.roomId)
  })
}

/** What came so far is to be found again after a crash. */
async function writeDown(
  context: ActionContext,
  { id, roomId }: Pick<VoiceNote, 'id' | 'roomId'>,
): Promise<void> {
  const { session } = context.current
  const note = noteIn(context, roomId)
  if (!session || note?.id !== id) return
  await context.keptMedia.keepNote({
    ...{ id, roomId, seconds: note.seconds, peaks: [...note.waveform.peaks] },
    key: stayKey(session.server.origin, session.name),
    createdAt: context.now(),
  })
}

export async function pauseNote(context: ActionContext, roomId: RoomId): Promise<void> {
  const note = noteIn(context, roomId)
  const take = note && takesOf(context).get(note.id)
  if (!take || note.phase !== 'recording') return
  changeNote(context, note, () => ({ phase: 'paused' }))
  await take.recorder.pause()
  await take.written
}

export async function resumeNote(context: ActionContext, roomId: RoomId): Promise<void> {
  const note = noteIn(context, roomId)
  const take = note && takesOf(context).get(note.id)
  if (!take || note.phase !== 'paused') return
  silence(context, note)
  const before = runningNote(context.store.getState().notes)
  changeNote(context, note, () => ({ phase: 'asking', preview: null }))
  const state = await open(context, { note, take, before }, () =>
    take.recorder.resume(wishesOf(context)),
  )
  if (state === null) return
  changeNote(context, note, () => ({ phase: state === 'open' ? 'recording' : 'paused' }))
  tellOfMicrophone(context, state)
}

/** Plays what was recorded, from where it was left, or pauses that. */
export async function listenToNote(context: ActionContext, roomId: RoomId): Promise<void> {
  const note = noteIn(context, roomId)
  if (!note || note.phase === 'recording' || note.phase === 'asking') return
  const preview = note.preview ?? (await makePreview(context, note))
  if (preview === null) return
  changeNote(context, note, () => ({ preview }))
  context.player.setOptions(AS_RECORDED)
  context.store.setState({ listening: null })
  context.player.toggle(preview)
}

async function makePreview(context: ActionContext, note: VoiceNote): Promise<string | null> {
  await takesOf(context).get(note.id)?.written
  const content = await context.keptMedia.content(note.id)
  return content && URL.createObjectURL(content)
}

/** Its sound is over, because there will be more of it or none. */
function silence({ player, store }: ActionContext, { preview }: VoiceNote): void {
  if (preview === null) return
  if (store.getState().playback?.url === preview) player.stop()
  URL.revokeObjectURL(preview)
}

/** Throws it away, with a moment to think again. */
export async function discardNote(context: ActionContext, roomId: RoomId): Promise<void> {
  const note = noteIn(context, roomId)
  if (!note || note.phase === 'leaving') return
  forgetNote(context, note.id)
  await endTake(context, note.id)
  if (note.seconds === 0) return context.keptMedia.remove(note.id)
  const timer = setTimeout(() => void context.keptMedia.remove(note.id), DISCARD_AFTER_MS)
  const { session } = context.current
  const putBack = (): void => {
    clearTimeout(timer)
    // The place may be taken, or the stay over; it is found again with the next one.
    if (context.current.session !== session || noteIn(context, roomId)) return
    const kept: VoiceNote = { ...note, phase: 'kept', preview: null }
    context.store.setState(({ notes }) => ({ notes: withNote(notes, kept) }))
  }
  offerInNotice(context, 'Voice message discarded', { doing: 'Undo', act: putBack })
}

/** Sends what was said while a button was held; what is shorter than a word was no holding. */
export function letGoOfNote(context: ActionContext, roomId: RoomId): void {
  const note = noteIn(context, roomId)
  if (note?.phase === 'recording' && note.seconds >= WORD_SECONDS) void sendNote(context, roomId)
}

/** Shows it in the conversation at once and sends it as soon as that is possible. */
export async function sendNote(context: ActionContext, roomId: RoomId): Promise<void> {
  const note = noteIn(context, roomId)
  if (!note || note.phase === 'asking' || note.phase === 'leaving') return
  silence(context, note)
  const { session } = context.current
  changeNote(context, note, () => ({ phase: 'leaving', preview: null }))
  await endTake(context, note.id)
  // It waits there for whoever comes back.
  if (context.current.session !== session) return
  const { seconds, waveform } = noteIn(context, roomId) ?? note
  const voice = { noteId: note.id, seconds, peaks: waveform.peaks }
  const clientId = clientIdSchema.parse(note.id)
  const sent = sendMediaTo(context, roomId, { clientId, text: '', voice, files: [] })
  if (sent.ok) return forgetNote(context, note.id)
  changeNote(context, note, () => ({ phase: 'kept' }))
  showNotice(context, sent.error, 'problem')
}

/** Nothing more is recorded, and what was is written down. */
function endTake(context: ActionContext, id: string): Promise<void> {
  const take = takesOf(context).get(id)
  if (!take) return Promise.resolve()
  return (take.ended ??= take.recorder
    .stop()
    .then(() => take.written)
    .then(() => void takesOf(context).delete(id)))
}

async function finishNote(context: ActionContext, note: VoiceNote): Promise<void> {
  const { seconds } = noteIn(context, note.roomId) ?? note
  if (seconds > 0) changeNote(context, note, () => ({ phase: 'kept' }))
  else forgetNote(context, note.id)
  await endTake(context, note.id)
}

/** Brings back what a crash, a reload or leaving interrupted, and keeps what is interrupted next. */
export function keepNotes(context: ActionContext, session: Session, key: string): void {
  const { store } = context
  // Whichever way it went: a room that was deleted, another person, a verb of this file.
  const stop = store.subscribe(({ notes }, { notes: before }) => {
    if (notes === before) return
    for (const note of before.values()) {
      if (notes.get(note.roomId)?.id !== note.id) leaveNote(context, note)
    }
  })
  session.scope.add(() => {
    stop()
    for (const note of store.getState().notes.values()) leaveNote(context, note)
    for (const id of takesOf(context).keys()) void endTake(context, id)
  })
  void bringBack(context, session, key)
}

function leaveNote(context: ActionContext, note: VoiceNote): void {
  silence(context, note)
  void endTake(context, note.id)
}

async function bringBack(context: ActionContext, session: Session, key: string): Promise<void> {
  const { keptMedia, store } = context
  const kept = await keptMedia.notes((other) => other === key)
  if (context.current.session !== session) return
  const waiting = new Set<string>(
    [...store.getState().conversations.values()].flatMap(({ outgoing }) =>
      outgoing.flatMap(({ voice }) => (voice ? [voice.noteId] : [])),
    ),
  )
  for (const { id, roomId, seconds, peaks, createdAt } of kept) {
    if (waiting.has(id)) continue
    if (context.now() - createdAt > FORGET_AFTER_MS) {
      void keptMedia.remove(id)
      continue
    }
    const known = store.getState().notes.get(roomId)
    if (known) continue
    const waveform = { peaks, span: 1, filled: 1 }
    const note: VoiceNote = { id, roomId, seconds, waveform, phase: 'kept', preview: null }
    store.setState(({ notes }) => ({ notes: withNote(notes, note) }))
  }
}
