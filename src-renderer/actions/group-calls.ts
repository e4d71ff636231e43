import { PICTURE_LANES, type PictureLane } from '#shared/domain/call-pictures.ts'
import type { VoiceStayId } from '#shared/domain/voice.ts'
import { createScope, type Undo } from '#shared/lib/scope.ts'
import type { CallWire } from '#shared/protocol/call-wire.ts'
import { NOBODYS_PICTURES } from '../media/call-pictures.ts'
import type { AppState } from '../state/app-state.ts'
import { otherOf } from '../state/calls.ts'
import { groupIdOf } from '../state/group-calls.ts'
import { withVoicePeople } from '../state/voice.ts'
import type { ActionContext, Session } from './context.ts'
import { cancelInvitations } from './invitations.ts'
import { watchForCompany } from './left-alone.ts'
import { watchForWayBack } from './lost-group-call.ts'
import { showNotice } from './notices.ts'
import { changeCalls, endAtServer, endPart, withoutCall } from './call-part.ts'
import { changeVoice } from './voice-state.ts'
import { joinVoice } from './voice.ts'

/** The call that led into the group call that this device comes into; none once it is in. */
const leading = new WeakMap<ActionContext, CallWire>()

/** The last stay in a group call; nothing is known of it while one comes back. */
const stays = new WeakMap<ActionContext, VoiceStayId>()

/**
 * Goes on in the group call that a call leads into: the call of two that it has become, or one that was
 * answered here. The line from device to device closes, and nothing ends by that.
 *
 * @param isOnHold whether the other one had been put aside here
 */
export function moveToGroup(
  context: ActionContext,
  session: Session,
  call: CallWire,
  isOnHold = context.store.getState().calls.isOnHold,
): void {
  const { group } = call
  if (!group) return
  endPart(context)
  context.pictures.receive(NOBODYS_PICTURES)
  if (isOnHold) keepSilent(context)
  changeCalls(context, withoutCall)
  leading.set(context, call)
  // A page that is loaded again in this moment finds its way as well.
  const at = context.now()
  context.platform.memory.rememberVoice(session.server.origin, { roomId: group.id, at })
  void joinVoice(context, group.id)
}

/** Whoever had put the other one aside is not to be heard or seen all at once, by more people than before. */
function keepSilent(context: ActionContext): void {
  context.pictures.closeAll()
  changeVoice(context, () => ({ isMuted: true }))
  showNotice(context, 'You are muted, because you had put the call on hold.')
}

/** Connects group calls with pictures and with the calls that led there, for as long as the app runs. */
export function followGroupCalls(context: ActionContext): Undo {
  const { store, voice, pictures } = context
  const scope = createScope()
  scope.add(voice.on('pictures', pictures.receive))
  scope.add(store.subscribe((state, before) => handleChange(context, state, before)))
  scope.add(watchForCompany(context))
  scope.add(watchForWayBack(context))
  return () => scope.close()
}

function handleChange(context: ActionContext, state: AppState, before: AppState): void {
  const { link } = state.voice
  if (link === before.voice.link) return
  const id = groupIdOf(state)
  const formerId = groupIdOf(before)
  const led = leading.get(context)
  if (formerId !== null && formerId !== id) leaveBehind(context, before)
  if (led && link.phase === 'in' && led.group?.id === id) {
    leading.delete(context)
    tellConnected(context, led)
  } else if (led && led.group?.id === formerId && formerId !== id) {
    // Whoever never came in is not known to have left by the place.
    leading.delete(context)
    void endAtServer(context, led, link.phase === 'out' && link.because !== null)
  }
  if (link.phase === 'in' && id !== null) {
    stays.set(context, link.stay)
    for (const lane of PICTURE_LANES) if (state.calls.own[lane]) void tellSeen(context, lane)
  }
}

function tellConnected({ store, current }: ActionContext, call: CallWire): void {
  if (call.phase !== 'connecting') return
  const to = otherOf(call, store.getState().me?.id).id
  void current.session?.connection.call('call:connected', { to, callId: call.id })
}

/** Nothing of a group call goes on after it was left, whatever ended it. */
function leaveBehind(context: ActionContext, { voice: { link } }: AppState): void {
  context.pictures.closeAll()
  context.pictures.receive(NOBODYS_PICTURES)
  cancelInvitations(context)
  changeCalls(context, () => ({ screens: null }))
  if (link.phase === 'out') return
  // Who is there is told to those who are there.
  changeVoice(context, ({ rooms }) => ({ rooms: withVoicePeople(rooms, link.roomId, []) }))
  const stay = stays.get(context)
  stays.delete(context)
  // The server may not have missed this device yet, and keep the others waiting for it.
  if (link.phase !== 'rejoining' || !stay) return
  void context.current.session?.connection.call('voice:leave', { stay })
}

/** Puts an own picture on its lane in the group call, or takes it away. */
export function sendToGroup(context: ActionContext, lane: PictureLane): void {
  void context.voice.sendPicture(lane)
  void tellSeen(context, lane)
}

/** Says that one is seen, or no longer; where the server has no lane left, it is turned off again. */
async function tellSeen(context: ActionContext, lane: PictureLane): Promise<void> {
  const { store, pictures } = context
  const { link } = store.getState().voice
  const { session } = context.current
  // Said on coming in otherwise.
  if (!session || link.phase !== 'in') return
  const track = pictures.own()[lane]
  const isOn = track !== null
  const told = await session.connection.call('voice:state', {
    stay: link.stay,
    ...(lane === 'camera' ? { isCameraOn: isOn } : { isSharing: isOn }),
  })
  if (told.ok || told.error.code !== 'conflict' || !isOn) return
  // It is another one by now, or in another place.
  if (pictures.own()[lane] !== track || store.getState().voice.link !== link) return
  pictures.close(lane)
  showNotice(context, NO_ROOM[lane], 'problem')
}

const NO_ROOM: Readonly<Record<PictureLane, string>> = {
  camera: 'As many cameras are on as can be shown. You are heard all the same.',
  screen: 'As many screens are shared as can be shown. Try again when one is not any more.',
}
