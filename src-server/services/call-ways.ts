import { personOfDevice } from '#shared/domain/call.ts'
import type { CallId } from '#shared/domain/ids.ts'
import { succeed } from '#shared/lib/result.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'
import type { CallStore } from '../ports/call-store.ts'
import type { Clock } from '../ports/clock.ts'
import type { IceServers } from '../ports/ice-servers.ts'
import type { CallRelay } from '../ports/relay.ts'
import { refusalFor } from './call-refusals.ts'
import type { Outcome } from './outcome.ts'
import type { CallTarget, OwnCalls } from './own-calls.ts'
import type { Session } from './session.ts'

/** By what the two devices of an answered call find to each other where there is no direct way. */
export function createCallWays(deps: {
  readonly ownCalls: OwnCalls
  readonly store: CallStore
  readonly iceServers: IceServers
  readonly clock: Clock
}) {
  const { ownCalls, store, iceServers, clock } = deps
  let relay: CallRelay | null = null

  return {
    /** From now on calls can go through this server. */
    attach(opened: CallRelay): void {
      relay = opened
    },

    /** The call is over. */
    close: (callId: CallId): void => relay?.dismiss(callId),

    async find(
      session: Session,
      target: CallTarget,
    ): Promise<Outcome<ReplyValue<'call:ways'>, 'unauthorized' | 'not-found' | 'conflict'>> {
      const found = await ownCalls.withSomebody(session, target)
      if (!found.ok) return found
      const { person, call } = found.value
      if (call.phase === 'ringing') return refusalFor('not-answered')
      if (personOfDevice(call, session.id)?.id !== person.id) return refusalFor('other-device')
      const pass = relay?.admit(call.id, person.id) ?? null
      // It may have ended since it was looked for, and then nobody would take the pass back.
      const after = await store.find(call.id)
      if (!after || after.phase === 'ended') {
        relay?.dismiss(call.id)
        return refusalFor('over')
      }
      const servers = iceServers.for(person.id, clock.now())
      return succeed({ iceServers: [...servers], relay: pass })
    },
  }
}
