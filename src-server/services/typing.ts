import type { RoomId } from '#shared/domain/ids.ts'
import { succeed } from '#shared/lib/result.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { Access } from './access.ts'
import type { Outcome } from './outcome.ts'
import type { Session } from './session.ts'

type TypingOutcome = Outcome<ReplyValue<'chat:typing'>, 'unauthorized' | 'forbidden' | 'not-found'>

/** Passes on that somebody is typing. Nothing of it is kept: whoever hears it forgets it by itself. */
export function createTyping(deps: { readonly access: Access; readonly broadcaster: Broadcaster }) {
  const { access, broadcaster } = deps

  return async function typing(
    session: Session,
    { roomId }: { readonly roomId: RoomId },
  ): Promise<TypingOutcome> {
    const person = await access.toRoom(session, roomId)
    if (!person.ok) return person
    const { id, name } = person.value
    const payload = { roomId, user: name, userId: id }
    broadcaster.toRoom(roomId, 'chat:typing', payload, { except: session.id })
    return succeed({})
  }
}
