import type { RoomId } from '#shared/domain/ids.ts'
import { TYPING_EXPIRES_AFTER_MS, TYPING_REPEATS_EVERY_MS } from '#shared/domain/typing.ts'
import type { EventPayload } from '#shared/protocol/maps.ts'
import { addTypist, stillTyping } from '../state/typing.ts'
import type { ActionContext, Session } from './context.ts'

const lastTold = new WeakMap<Session, { readonly room: RoomId; readonly at: number }>()

/** Tells the open conversation that we are typing, as seldom as is enough. */
export function tellTyping(context: ActionContext): void {
  const { session } = context.current
  const { openRoom: room } = context.store.getState()
  if (!session?.isFollowing || room === null) return
  const last = lastTold.get(session)
  if (last?.room === room && context.now() - last.at < TYPING_REPEATS_EVERY_MS) return
  lastTold.set(session, { room, at: context.now() })
  // Nobody misses it when it fails.
  void session.connection.call('chat:typing', { roomId: room })
}

/** The message was sent: the next one begins anew. */
export function forgetTyping({ current }: ActionContext): void {
  if (current.session) lastTold.delete(current.session)
}

export function handleTyping(context: ActionContext, told: EventPayload<'chat:typing'>): void {
  const { store, now } = context
  const { openRoom, me } = store.getState()
  if (told.roomId !== openRoom || told.userId === me?.id) return
  const typist = { id: told.userId, name: told.user, lastKeyAt: now() }
  store.setState(({ typists }) => ({ typists: addTypist(typists, typist) }))
  setTimeout(() => {
    store.setState(({ typists }) => ({ typists: stillTyping(typists, now()) }))
  }, TYPING_EXPIRES_AFTER_MS)
}
