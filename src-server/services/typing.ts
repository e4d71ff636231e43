import type { RoomId } from '#shared/domain/ids.ts'
import { fail, succeed } from '#shared/lib/result.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { Access } from './access.ts'
import type { Outcome } from './outcome.ts'
import type { Rules } from './rules.ts'
import type { Session } from './session.ts'

type TypingOutcome = Outcome<ReplyValue<'chat:typing'>, 'unauthorized' | 'forbidden' | 'not-found'>

/** Passes on that somebody is typing. Nothing of it is kept: whoever hears it forgets it by itself. */
export function createTyping(deps: {
  readonly access: Access
  readonly rules: Rules
  readonly broadcaster: Broadcaster
}) {
  const { access, rules, broadcaster } = deps

  return async function typing(
    session: Session,
    { roomId }: { readonly roomId: RoomId },
  ): Promise<TypingOutcome> {
    const person = await access.toRoom(session, roomId)
    if (!person.ok) return person
    const refusal = await rules.refuseChange(person.value, roomId)
    if (refusal) return fail(refusal)
    const { id, name } = person.value
    const payload = { roomId, user: name, userId: id }
    broadcaster.toPresent(roomId, 'chat:typing', payload, { except: session.id })
    return succeed({})
  }
}
