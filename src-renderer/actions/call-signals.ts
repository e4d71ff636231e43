import type { CallId, PersonId } from '#shared/domain/ids.ts'
import type { Undo } from '#shared/lib/scope.ts'
import { createScope } from '#shared/lib/scope.ts'
import type { EventPayload } from '#shared/protocol/maps.ts'
import type { CallSignal } from '../media/call-line.ts'
import type { Session } from './context.ts'

/**
 * Tells the other device of the call. What is lost on the way, because the line to the server is away, is
 * made anew when that is back.
 */
export function tellSignal(
  { connection }: Session,
  of: { readonly to: PersonId; readonly callId: CallId },
  signal: CallSignal,
): Promise<unknown> {
  switch (signal.kind) {
    case 'offer':
      return connection.call('webrtc:offer', { ...of, offer: { type: 'offer', sdp: signal.sdp } })
    case 'answer':
      return connection.call('webrtc:answer', {
        ...{ ...of, answer: { type: 'answer', sdp: signal.sdp } },
      })
    case 'candidate':
      return connection.call('webrtc:ice', { ...of, candidate: candidateOf(signal.candidate) })
  }
}

/** What the other device tells, in whichever of the documented forms. */
export function onSignal(
  { connection }: Session,
  listener: (callId: CallId, signal: CallSignal) => void,
): Undo {
  const scope = createScope()
  scope.add(
    connection.on('webrtc:offer', ({ callId, offer }) =>
      listener(callId, { kind: 'offer', sdp: sdpOf(offer) }),
    ),
  )
  scope.add(
    connection.on('webrtc:answer', ({ callId, answer }) =>
      listener(callId, { kind: 'answer', sdp: sdpOf(answer) }),
    ),
  )
  scope.add(
    connection.on('webrtc:ice', ({ callId, candidate }) =>
      listener(callId, { kind: 'candidate', candidate: asInit(candidate) }),
    ),
  )
  return () => scope.close()
}

const candidateOf = (candidate: RTCIceCandidateInit | null) =>
  candidate && {
    candidate: candidate.candidate ?? '',
    sdpMid: candidate.sdpMid ?? null,
    sdpMLineIndex: candidate.sdpMLineIndex ?? null,
    usernameFragment: candidate.usernameFragment ?? null,
  }

const sdpOf = (description: string | { readonly sdp: string }): string =>
  typeof description === 'string' ? description : description.sdp

function asInit(told: EventPayload<'webrtc:ice'>['candidate']): RTCIceCandidateInit | null {
  if (typeof told === 'string') return { candidate: told, sdpMLineIndex: 0 }
  if (told === null) return null
  const { candidate, sdpMid = null, sdpMLineIndex = null, usernameFragment = null } = told
  return { candidate, sdpMid, sdpMLineIndex, usernameFragment }
}
