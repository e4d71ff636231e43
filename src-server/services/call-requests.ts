import { endOf, type Call, type CallEnd, type LiveCall } from '#shared/domain/call.ts'
import { directIdOf } from '#shared/domain/direct.ts'
import type { PersonId, SessionId } from '#shared/domain/ids.ts'
import { fail, succeed } from '#shared/lib/result.ts'
import type { ParsedInput } from '#shared/protocol/maps.ts'
import type { CallStore } from '../ports/call-store.ts'
import type { Clock } from '../ports/clock.ts'
import type { Access } from './access.ts'
import type { CallChanges } from './call-changes.ts'
import type { CallKeeping } from './call-keeping.ts'
import { refusalFor } from './call-refusals.ts'
import type { CallRinging, CallWish } from './call-ringing.ts'
import type { Directory } from './directory.ts'
import type { GroupPlaces } from './group-places.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { Rules } from './rules.ts'
import type { Session } from './session.ts'

/** What is in the way may be over, or another call, by the time one has looked at it. */
const TRIES = 5

type Refusals =
  'unauthorized' | 'forbidden' | 'not-found' | 'conflict' | 'unavailable' | 'rate-limited'
type Requested = Outcome<Call, Refusals>

/** Calling somebody: by the rules of speaking to them, and if they can be reached. */
export function createCallRequests(deps: {
  readonly access: Access
  readonly rules: Rules
  readonly directory: Directory
  readonly store: CallStore
  readonly places: GroupPlaces
  readonly changes: CallChanges
  readonly keeping: CallKeeping
  readonly ringing: CallRinging
  readonly clock: Clock
}) {
  const { access, rules, directory, store, places, changes, keeping, ringing, clock } = deps

  /** @returns null when it is over, so that there is room for another one */
  async function goOnWith(call: LiveCall, wish: CallWish): Promise<Requested | null> {
    const { person, other, end } = wish
    const at = clock.now()
    if (call.phase === 'ringing' && call.caller.id === other.id && call.callee.id === person.id) {
      await keeping.hold(end.device, person)
      const event = { type: 'request', by: person.id, end, at } as const
      const answered = await changes.apply(call, event, end.device)
      return answered.ok ? answered : null
    }
    // A device that was lost keeps nobody from calling with another one.
    if (isLost(call, person.id)) {
      await changes.apply(call, { type: 'hang-up', by: person.id, at }, end.device)
      return null
    }
    const isSame = call.phase === 'ringing' && call.callee.id === other.id
    return isSame && call.callerEnd.device === end.device
      ? succeed(call)
      : refuse('conflict', 'You are in a call already')
  }

  async function attempt(wish: CallWish): Promise<Requested | null> {
    const { person } = wish
    const mine = await store.liveOf(person.id)
    if (mine) return goOnWith(mine, wish)
    if (await places.holds(person.id)) return refuse('conflict', 'You are in a call already')
    const rung = await ringing.ring(wish)
    if ('call' in rung) return succeed(rung.call)
    const isMine = [rung.inTheWay.caller.id, rung.inTheWay.callee.id].includes(person.id)
    return isMine ? null : succeed(await ringing.busy(wish))
  }

  return async function request(
    session: Session,
    { to, ...client }: ParsedInput<'call:request'>,
  ): Promise<Requested> {
    const person = await access.identified(session)
    if (!person.ok) return person
    const other = await directory.find(to)
    if (!other) return refuse('not-found', 'Nobody of this name or id was ever here')
    if (other.id === person.value.id) return refuse('forbidden', 'A call needs somebody else')
    const refusal = await rules.refuseSpeech(person.value, directIdOf(person.value.id, other.id))
    if (refusal) return fail(refusal)
    const end = endWith(session.id, client)
    for (let tries = 0; tries < TRIES; tries += 1) {
      const requested = await attempt({ person: person.value, other, end, group: null })
      if (requested) return requested
    }
    return refusalFor('over')
  }
}

/** The end of a call that is on this device. */
export const endWith = (
  device: SessionId,
  client: Pick<CallEnd, 'tellsMedia' | 'joinsGroups'>,
): CallEnd => ({
  device,
  tellsMedia: client.tellsMedia,
  joinsGroups: client.joinsGroups,
  awaySince: null,
})

const isLost = (call: LiveCall, id: PersonId): boolean =>
  (endOf(call, id)?.awaySince ?? null) !== null
