import type { CallWire } from '#shared/protocol/call-wire.ts'
import type { AppState } from './app-state.ts'
import { callRoleOf, otherOf, type CallRole } from './calls.ts'

export const selectCallRole = ({ calls, me }: AppState): CallRole | null =>
  callRoleOf(calls, me?.id)

/** Whom the call is with; null while there is none. */
export const selectCallPartner = ({ calls, me }: AppState): CallWire['caller'] | null =>
  calls.call && otherOf(calls.call, me?.id)
