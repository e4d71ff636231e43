import { succeed } from '#shared/lib/result.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'
import type { Outcome } from './outcome.ts'
import type { Session } from './session.ts'
import type { Speak, SpeakRefusals, SpeakRequest } from './speak.ts'

export interface SayRequest extends SpeakRequest {
  readonly text: string
}

type SayOutcome = Outcome<ReplyValue<'chat:message'>, SpeakRefusals>

export type Say = ReturnType<typeof createSay>

/** Speaking in words. */
export const createSay =
  ({ speak }: { readonly speak: Speak }) =>
  (session: Session, { text, ...request }: SayRequest): Promise<SayOutcome> =>
    speak(session, request, async () => succeed({ type: 'text', text, attachments: [] }))
