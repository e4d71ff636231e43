import { maySpeakIn } from '#shared/domain/rooms.ts'
import type { AppState } from './app-state.ts'
import { selectOpenPerson, selectOpenPersonId, selectOpenRoom } from './selectors.ts'

/** Why nothing can be written in the open conversation. */
export type Silence =
  | { readonly kind: 'archived' }
  | { readonly kind: 'role' }
  | { readonly kind: 'muted'; readonly until: number }
  | { readonly kind: 'blocked'; readonly name: string }

/** @returns null where one may write. The server decides; this only says it before somebody tries. */
export function silenceIn(state: AppState, now: number): Silence | null {
  const { me } = state
  const room = selectOpenRoom(state)
  if (room !== null && room.archivedAt !== null) return { kind: 'archived' }
  if (me && me.mutedUntil !== null && me.mutedUntil > now && room) {
    return { kind: 'muted', until: me.mutedUntil }
  }
  if (me && room && !maySpeakIn(me, room)) return { kind: 'role' }
  const personId = selectOpenPersonId(state)
  if (me && personId !== null && me.blocked.includes(personId)) {
    return { kind: 'blocked', name: selectOpenPerson(state)?.name ?? 'This person' }
  }
  return null
}
