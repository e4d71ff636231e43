import type { CallId } from '#shared/domain/ids.ts'
import type { CallWire } from '#shared/protocol/call-wire.ts'
import type { CallLine, CallSignal } from '../media/call-line.ts'
import { NO_CALL, otherOf, type CallsOfApp } from '../state/calls.ts'
import { groupIdOf } from '../state/group-calls.ts'
import type { ActionContext } from './context.ts'

/** A call of two that this device is in or comes into. */
export interface Part {
  readonly callId: CallId
  line: CallLine | null
  /** What the other device told before the line was there. */
  readonly early: CallSignal[]
  /** The connection of this device to the server, as the server calls it; null while it says so anew. */
  device: string | null
  failing: ReturnType<typeof setTimeout> | undefined
}

const parts = new WeakMap<ActionContext, Part>()

/** The call that was hung up while the server could not hear it. */
const unheardEnds = new WeakMap<ActionContext, CallId>()

/** So many calls that are over are known to be: longer than anything is on its way. */
const OVER_MOST = 20
const over = new WeakMap<ActionContext, readonly CallId[]>()

/** The server has said that it is over. */
export function noteOver(context: ActionContext, callId: CallId): void {
  over.set(context, [...(over.get(context) ?? []), callId].slice(-OVER_MOST))
}

/** An answer of the server may be older than news that came before it, and know nothing of the end. */
export const isKnownOver = (context: ActionContext, callId: CallId): boolean =>
  over.get(context)?.includes(callId) ?? false

/** What this device has to do with the present call of two. */
export const partOf = (context: ActionContext): Part | null => parts.get(context) ?? null

/** Where pictures of this device go now; another value once they would go somewhere else. */
export const placeOf = (context: ActionContext): unknown =>
  partOf(context) ?? groupIdOf(context.store.getState())

/** From now on this device is in this one; whatever it knows of itself is kept. */
export function beginPart(context: ActionContext, callId: CallId): Part {
  const known = partOf(context)
  const part: Part =
    known?.callId === callId
      ? known
      : { ...{ callId, line: null, early: [] }, device: null, failing: undefined }
  parts.set(context, part)
  return part
}

/** This device is in no call of two any more. What was open for it stays open. @returns its part until now */
export function endPart(context: ActionContext): Part | null {
  const part = partOf(context)
  parts.delete(context)
  clearTimeout(part?.failing)
  const { session } = context.current
  if (session) context.platform.memory.rememberCall(session.server.origin, null)
  return part
}

export function changeCalls(
  { store }: ActionContext,
  change: (calls: CallsOfApp) => Partial<CallsOfApp>,
): void {
  store.setState(({ calls }) => ({ calls: { ...calls, ...change(calls) } }))
}

/** No call of two; what there is of a group call stays. */
export const withoutCall = ({ isAsking, invited, own, screens }: CallsOfApp): CallsOfApp => ({
  ...{ ...NO_CALL, isAsking, invited, own, screens },
})

/** Ends a call for both; said again on coming back if the server does not hear it. */
export async function endAtServer(
  context: ActionContext,
  call: CallWire,
  hasFailed: boolean,
): Promise<void> {
  const to = otherOf(call, context.store.getState().me?.id).id
  unheardEnds.set(context, call.id)
  const { session } = context.current
  const told = await session?.connection.call('call:end', { to, callId: call.id, hasFailed })
  if (told?.ok && unheardEnds.get(context) === call.id) unheardEnds.delete(context)
}

/** Ends a call that was hung up while the server was away. @returns whether it is such a one */
export function endUnheard(context: ActionContext, call: CallWire): boolean {
  if (unheardEnds.get(context) !== call.id) return false
  void endAtServer(context, call, false)
  return true
}
