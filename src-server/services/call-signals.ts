import { endOf, otherOfCall, personOfDevice, type LiveCall } from '#shared/domain/call.ts'
import type { SessionId } from '#shared/domain/ids.ts'
import { succeed } from '#shared/lib/result.ts'
import type { ParsedInput } from '#shared/protocol/maps.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { Clock } from '../ports/clock.ts'
import type { CallChanges } from './call-changes.ts'
import { refusalFor } from './call-refusals.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { CallTarget, OwnCalls } from './own-calls.ts'
import type { Session } from './session.ts'
import { createTurns } from './turns.ts'

/** The way from one device of a call to the other one. */
interface Line {
  readonly call: LiveCall
  readonly device: SessionId
  /** Who speaks, as the other one is told. */
  readonly sender: { readonly from: string; readonly fromId: LiveCall['caller']['id'] } & {
    readonly callId: LiveCall['id']
  }
}

type Relayed = Outcome<Record<string, never>, 'unauthorized' | 'not-found' | 'conflict'>

/**
 * What the two devices of an answered call tell each other. The server passes it on from the one to
 * the other and to nobody else, in the order in which it came, and keeps none of it.
 */
export function createCallSignals(deps: {
  readonly ownCalls: OwnCalls
  readonly changes: CallChanges
  readonly broadcaster: Broadcaster
  readonly clock: Clock
}) {
  const { ownCalls, changes, broadcaster, clock } = deps
  const inTurn = createTurns()

  async function lineOf(
    session: Session,
    target: CallTarget,
  ): Promise<Outcome<Line, 'unauthorized' | 'not-found' | 'conflict'>> {
    const found = await ownCalls.withSomebody(session, target)
    if (!found.ok) return found
    const { person, call } = found.value
    if (call.phase === 'ringing') return refusalFor('not-answered')
    if (call.group !== null) {
      return refuse('conflict', 'This call goes through the server: join the voice of its group')
    }
    if (personOfDevice(call, session.id)?.id !== person.id) return refusalFor('other-device')
    const end = endOf(call, otherOfCall(call, person.id).id)
    if (!end || end.awaySince !== null) {
      return refuse('conflict', 'The other device has lost its connection to the server')
    }
    const sender = { from: person.name, fromId: person.id, callId: call.id }
    return succeed({ call, device: end.device, sender })
  }

  const relay = (
    session: Session,
    target: CallTarget,
    pass: (line: Line) => void | Promise<unknown>,
  ): Promise<Relayed> =>
    inTurn(session.id, async () => {
      const line = await lineOf(session, target)
      if (!line.ok) return line
      await pass(line.value)
      return succeed({})
    })

  return {
    offer: (session: Session, { offer, ...target }: ParsedInput<'webrtc:offer'>) =>
      relay(session, target, ({ device, sender }) =>
        broadcaster.toDevice(device, 'webrtc:offer', { ...sender, offer }),
      ),

    answer: (session: Session, { answer, ...target }: ParsedInput<'webrtc:answer'>) =>
      relay(session, target, ({ call, device, sender }) => {
        broadcaster.toDevice(device, 'webrtc:answer', { ...sender, answer })
        return changes.apply(call, { type: 'negotiated', at: clock.now() }, session.id)
      }),

    candidate: (session: Session, { candidate, ...target }: ParsedInput<'webrtc:ice'>) =>
      relay(session, target, ({ device, sender }) =>
        broadcaster.toDevice(device, 'webrtc:ice', { ...sender, candidate }),
      ),

    setState: (session: Session, { to, callId, ...state }: ParsedInput<'call:state'>) =>
      relay(session, { to, callId }, ({ device, sender }) =>
        broadcaster.toDevice(device, 'call:state', { ...sender, ...state }),
      ),
  }
}
