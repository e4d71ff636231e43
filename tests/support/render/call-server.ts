import { directIdOf } from '#shared/domain/direct.ts'
import type { CallWire } from '#shared/protocol/call-wire.ts'
import { createChatServer } from './chat-server.ts'
import { ANNA, JONAS } from './fixtures.ts'

export const CALL_ID = '30000000-0000-4000-8000-000000000001'

/** Between Anna, who is us, and Jonas. */
interface CallServer extends ReturnType<typeof createChatServer> {
  /** The call as it is told next: it rings, unless something else is said. */
  call(change?: Partial<CallWire>, isMine?: boolean): CallWire
  /** The call once it was answered. @param device of ours that is in it */
  answered(device?: string, isMine?: boolean): CallWire
  /** With what a request was made, each time. */
  asked(name: string): readonly unknown[]
}

export function createCallServer(): CallServer {
  const server = createChatServer()
  const end = ({ id, name, role }: typeof ANNA, device: string | null = null) => ({
    ...{ id, name, role, device, isAway: false },
  })
  let revision = 0
  const call = (change: Partial<CallWire> = {}, isMine = true): CallWire => {
    revision += 1
    return {
      ...{ id: CALL_ID, revision, phase: 'ringing', startedAt: 1_000, ringsUntil: 46_000 },
      roomId: directIdOf(ANNA.id, JONAS.id),
      caller: isMine ? end(ANNA, 'here') : end(JONAS, 'there'),
      callee: isMine ? end(JONAS) : end(ANNA),
      group: null,
      ...{ acceptedAt: null, connectedAt: null, endedAt: null, reason: null, duration: null },
      ...change,
    } as CallWire
  }
  const answered = (device = 'here', isMine = true): CallWire =>
    call({
      ...{ phase: 'connecting', acceptedAt: 2_000, ringsUntil: null },
      caller: isMine ? end(ANNA, device) : end(JONAS, 'there'),
      callee: isMine ? end(JONAS, 'there') : end(ANNA, device),
    })
  server.answer('call:request', () => ({ ok: true, call: call() }))
  server.answer('call:accept', () => ({ ok: true, call: answered('here', false) }))
  let told: unknown = null
  server.answer('call:resume', () =>
    told === null
      ? { ok: false, error: { code: 'not-found', message: 'There is no such call' } }
      : { ok: true, call: answered('here') },
  )
  server.answer('call:connected', () => ({
    ...{ ok: true, call: { ...answered(), phase: 'connected', connectedAt: 3_000 } },
  }))
  server.answer('call:reject', () => ({ ok: true, call: call({ phase: 'ended' }) }))
  server.answer('call:ways', () => ({
    ...{ ok: true, iceServers: [{ urls: ['stun:stun.lan'] }], relay: null },
  }))
  server.answer('webrtc:offer', () => ({ ok: true }))
  server.answer('webrtc:ice', () => ({ ok: true }))
  server.answer('voice:join', () => ({
    ...{ ok: true, stay: CALL_ID, offer: 'offer', people: [], relay: null },
  }))
  server.answer('voice:answer', () => ({ ok: true }))
  server.answer('call:state', () => ({ ok: true }))
  server.answer('call:end', () => ({ ok: true, call: null }))
  const asked = (name: string) =>
    server.heard.filter((request) => request.name === name).map(({ input }) => input)
  const haveCall = (next: unknown): undefined => {
    told = next
    return server.haveCall(next)
  }
  return { ...server, call, answered, asked, haveCall }
}
