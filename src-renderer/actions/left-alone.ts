import { DEFAULT_CALL_TIMES } from '#shared/domain/call.ts'
import type { RoomId } from '#shared/domain/ids.ts'
import type { Undo } from '#shared/lib/scope.ts'
import type { AppState } from '../state/app-state.ts'
import { groupCallOf, groupIdOf, type GroupCallView } from '../state/group-calls.ts'
import type { ActionContext } from './context.ts'
import { showNotice } from './notices.ts'
import { leaveVoice } from './voice.ts'

/** Whoever comes next, or comes back, is waited for so long, in milliseconds. */
const WAITS_MS = 5_000

/** Whoever has come back waits longer: what took them away often took the others as well. */
const WAITS_AFTER_RETURN_MS = DEFAULT_CALL_TIMES.graceMs

/** Nobody stays alone in a group call: whoever is left over leaves, and is told. */
export function watchForCompany(context: ActionContext): Undo {
  let timer: ReturnType<typeof setTimeout> | undefined
  /** The group call in which somebody else was, or was called. */
  let company: RoomId | null = null
  /** This device came back into the group call, and has not met anybody there since. */
  let isBack = false
  const stop = (): void => {
    clearTimeout(timer)
    timer = undefined
  }
  const leave = (): void => {
    stop()
    const hadCompany = company !== null
    showNotice(context, hadCompany ? 'Everybody else has left the call.' : 'The call is over.')
    void leaveVoice(context)
  }
  const unfollow = context.store.subscribe((state, before) => {
    if (isWithBlocked(state, before)) return void leaveVoice(context)
    if (!isOther(state, before)) return
    const id = groupIdOf(state)
    if (id !== company) company = null
    const group = groupCallOf(state)
    if (isAlone(group)) {
      timer ??= setTimeout(leave, isBack ? WAITS_AFTER_RETURN_MS : WAITS_MS)
      return
    }
    stop()
    // Those who are seen while one comes back are those who were there before.
    isBack = group?.phase === 'rejoining'
    if (group && group.others.length + group.invited.length > 0) company = id
  })
  return () => {
    stop()
    unfollow()
  }
}

const isOther = ({ voice, calls }: AppState, before: AppState): boolean =>
  voice.link !== before.voice.link ||
  voice.rooms !== before.voice.rooms ||
  calls.invited !== before.calls.invited

/** In one with nobody but whom one has just blocked: a call of two is over by that as well. */
function isWithBlocked(state: AppState, before: AppState): boolean {
  const now = state.me?.blocked ?? []
  const former = before.me?.blocked ?? now
  if (now === former || now.every((id) => former.includes(id))) return false
  const others = groupCallOf(state)?.others ?? []
  return others.length > 0 && others.every(({ id }) => now.includes(id))
}

/** In one, with nobody there and nobody on the way. */
const isAlone = (group: GroupCallView | null): boolean =>
  group?.phase === 'in' && group.others.length === 0 && group.invited.length === 0
