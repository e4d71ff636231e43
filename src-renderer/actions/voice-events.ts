import { isGroupCall } from '#shared/domain/group-calls.ts'
import type { PersonId } from '#shared/domain/ids.ts'
import { createScope, type Undo } from '#shared/lib/scope.ts'
import type { EventPayload } from '#shared/protocol/maps.ts'
import type { AppState } from '../state/app-state.ts'
import { isSilentByHold } from '../state/calls.ts'
import { runningNote } from '../state/note.ts'
import {
  comings,
  isSilenced,
  isSameSet,
  isTalkHeld,
  roomOfLink,
  SILENT,
  speakingWith,
  withListed,
  withQuality,
  withVoicePeople,
} from '../state/voice.ts'
import type { ActionContext, Session } from './context.ts'
import { sentenceForGroupEnd } from './group-call-words.ts'
import { showNotice } from './notices.ts'
import { followRecording } from './recording.ts'
import { isCurrent } from './session.ts'
import { tellOfSwitch } from './voice-sound.ts'
import { changeVoice } from './voice-state.ts'
import { endVoice, joinVoice, nameOf, quit, rejoinVoice } from './voice.ts'
import { sentenceForEnd } from './voice-words.ts'

/** A page that was loaded again within this time goes on where it was, in milliseconds. */
const BACK_WITHIN_MS = 60_000

/** How often it is written down that one is in voice, so that the time above counts from the end. */
const REMEMBER_EVERY_MS = 10_000

/** Connects sound and state for as long as the app runs. */
export function followVoice(context: ActionContext): Undo {
  const { voice, store } = context
  const scope = createScope()
  let heard: ReadonlySet<PersonId> = SILENT.speaking
  let isSpeaking = false
  const tellSpeaking = (): void => {
    const { me, voice: known } = store.getState()
    const isHeard = isSpeaking && !isSilenced(known, me?.id)
    const speaking = speakingWith(heard, me?.id, isHeard)
    if (!isSameSet(speaking, known.speaking)) changeVoice(context, () => ({ speaking }))
  }
  scope.add(voice.on('microphone', (microphone) => changeVoice(context, () => ({ microphone }))))
  scope.add(
    voice.on('noiseSuppression', (noiseSuppression) =>
      changeVoice(context, () => ({ noiseSuppression })),
    ),
  )
  scope.add(voice.on('devices', (devices) => changeVoice(context, () => ({ devices }))))
  scope.add(voice.on('switched', (told) => tellOfSwitch(context, told)))
  scope.add(voice.on('level', (level) => changeVoice(context, () => ({ level }))))
  scope.add(
    voice.on('speaking', (now) => {
      heard = now
      tellSpeaking()
    }),
  )
  scope.add(
    voice.on('ownSpeaking', (now) => {
      isSpeaking = now
      tellSpeaking()
    }),
  )
  scope.add(
    voice.on('quality', (measured) =>
      changeVoice(context, ({ quality }) => ({ quality: withQuality(quality, measured) })),
    ),
  )
  scope.add(voice.on('lost', () => comeBack(context)))
  scope.add(
    context.wakeSignals(() => {
      if (!voice.isAlive()) comeBack(context)
    }),
  )
  const timer = setInterval(() => remember(context), REMEMBER_EVERY_MS)
  scope.add(() => clearInterval(timer))
  scope.add(store.subscribe((state, before) => handleChange(context, state, before)))
  configure(context, store.getState())
  store.setState({ canRecord: voice.canRecord })
  void voice.findDevices()
  scope.add(() => voice.disconnect())
  return () => scope.close()
}

/** What the person wants goes to where the sound is made, whichever verb changed it. */
function handleChange(context: ActionContext, state: AppState, before: AppState): void {
  const { isFocused } = state.attention
  if (!isFocused && before.attention.isFocused && state.voice.isTalkKeyHeld) {
    // Another window gets the key's release: nobody should be heard on without knowing.
    changeVoice(context, () => ({ isTalkKeyHeld: false }))
    return
  }
  const isSame =
    state.settings.voice === before.settings.voice &&
    state.voice.isMuted === before.voice.isMuted &&
    state.voice.isDeafened === before.voice.isDeafened &&
    isSilentByHold(state.calls) === isSilentByHold(before.calls) &&
    runningNote(state.notes)?.id === runningNote(before.notes)?.id &&
    isTalkHeld(state.voice) === isTalkHeld(before.voice) &&
    isSilenced(state.voice, state.me?.id) === isSilenced(before.voice, before.me?.id)
  if (!isSame) configure(context, state)
  if (state.voice !== before.voice) followRecording(context, before.voice)
  if (isMeterShown(state) !== isMeterShown(before)) context.voice.watchLevel(isMeterShown(state))
}

/** The settings have the only meter. */
const isMeterShown = ({ view }: AppState): boolean => view.dialog === 'settings'

function configure({ voice }: ActionContext, state: AppState): void {
  const { settings, voice: wanted, me } = state
  // Whoever is deafened is not heard either.
  const isDeafened = wanted.isDeafened || isSilentByHold(state.calls)
  // What is said into a message is not said to the room.
  const isMuted = wanted.isMuted || runningNote(state.notes) !== null
  const isTalkKeyHeld = isTalkHeld(wanted)
  voice.configure({
    ...{ settings: settings.voice, isMuted, isDeafened, isTalkKeyHeld },
    isSilenced: isSilenced(wanted, me?.id),
  })
}

/** Sound does not come through any more. While somebody comes back already there is nothing to do. */
function comeBack(context: ActionContext): void {
  const { session } = context.current
  const { link } = context.store.getState().voice
  if (session && link.phase === 'in') void rejoinVoice(context, session, link.roomId)
}

function remember({ store, current, platform, now }: ActionContext): void {
  const roomId = roomOfLink(store.getState().voice.link)
  if (!current.session || roomId === null) return
  platform.memory.rememberVoice(current.session.server.origin, { roomId, at: now() })
}

/** What the server tells about voice, for as long as the session lasts. */
export function handleVoiceEvents(context: ActionContext, session: Session): void {
  const { connection, scope } = session
  scope.add(connection.on('voice:people', (told) => handlePeople(context, told)))
  scope.add(connection.on('voice:ended', (told) => handleEnded(context, session, told)))
  scope.add(
    connection.on('status', ({ phase }) => {
      const { link } = context.store.getState().voice
      if (link.phase === 'out' || phase === 'online') return
      if (phase === 'closed') quit(context, 'lost')
      else if (phase === 'ended') quit(context, 'removed')
      // What is heard still is left to be heard until there is something better.
      else if (link.phase === 'in' || (link.phase === 'joining' && isGroupCall(link.roomId))) {
        void rejoinVoice(context, session, link.roomId)
      }
    }),
  )
  scope.add(() => endVoice(context, session))
}

function handlePeople(
  context: ActionContext,
  { roomId, people }: EventPayload<'voice:people'>,
): void {
  const { voice, me } = context.store.getState()
  // Told on the way out of it: of a group call only those know who are in it.
  if (isGroupCall(roomId) && roomOfLink(voice.link) !== roomId) return
  const before = voice.rooms.get(roomId) ?? []
  changeVoice(context, ({ rooms }) => ({ rooms: withVoicePeople(rooms, roomId, people) }))
  if (voice.link.phase !== 'in' || voice.link.roomId !== roomId) return
  const { came, went } = comings(before, people, me?.id)
  if (came.length > 0) context.voice.chime('in')
  else if (went.length > 0) context.voice.chime('out')
}

function handleEnded(
  context: ActionContext,
  session: Session,
  { stay, reason }: EventPayload<'voice:ended'>,
): void {
  const { link } = context.store.getState().voice
  if (link.phase !== 'in' || link.stay !== stay) return
  if (reason === 'lost') {
    void rejoinVoice(context, session, link.roomId)
    return
  }
  const { roomId } = link
  const sentence = isGroupCall(roomId)
    ? sentenceForGroupEnd(reason)
    : sentenceForEnd(reason, nameOf(context, roomId))
  quit(context, reason)
  if (sentence !== null) showNotice(context, sentence, 'problem')
}

/** After coming in or coming back: who is in voice where, and back into it if we were. */
export async function catchUpVoice(context: ActionContext, session: Session): Promise<void> {
  const { store } = context
  const { rooms: asked, link } = store.getState().voice
  if (link.phase === 'rejoining') void rejoinVoice(context, session, link.roomId)
  else if (link.phase === 'out') void resume(context, session)
  const listed = await session.connection.call('voice:list', undefined)
  if (!listed.ok || !isCurrent(context, session)) return
  changeVoice(context, ({ rooms }) => ({ rooms: withListed(asked, rooms, listed.value.rooms) }))
}

/** The page was loaded again in the middle of it. */
async function resume(context: ActionContext, { server }: Session): Promise<void> {
  const { platform, now } = context
  const last = platform.memory.lastVoice(server.origin)
  if (last === null) return
  platform.memory.rememberVoice(server.origin, null)
  const age = now() - last.at
  if (age >= 0 && age <= BACK_WITHIN_MS) await joinVoice(context, last.roomId, true)
}
