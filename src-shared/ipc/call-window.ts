import { z } from 'zod'
import { callIdSchema } from '../domain/ids.ts'
import {
  ipcRequest,
  type InputOf,
  type IpcOutcome,
  type IpcRequestDefinition,
  type ReplyOf,
} from './define.ts'
import { ringAnswerSchema } from './ringing.ts'
import { ringDeviceSchema, ringVolumeSchema } from './settings.ts'

/** Everything the small window of a ringing call may ask; of the rest of the app it can reach nothing. */
export const callWindowRequests = {
  get: ipcRequest({
    doc: 'The call that this window is for. There is one window for each.',
    input: null,
    reply: z.object({
      callId: callIdSchema,
      from: z.string(),
      others: z.array(z.string()),
      /** Somebody tries how it rings. */
      isTest: z.boolean(),
      volume: ringVolumeSchema,
      device: ringDeviceSchema,
      /** Keys that answer from anywhere, as people write them; null where another program has them. */
      keys: z.object({ accept: z.string().nullable(), decline: z.string().nullable() }),
    }),
  }),
  answer: ipcRequest({
    doc: 'What somebody chose; the window closes.',
    input: ringAnswerSchema,
    reply: z.null(),
  }),
  silence: ipcRequest({
    doc: 'Closes the window and ends the sound. The call goes on ringing for whoever calls.',
    input: null,
    reply: z.null(),
  }),
  heard: ipcRequest({
    doc: 'Whether the ring is heard, and if not, why.',
    input: z.object({ ok: z.boolean(), detail: z.string().max(500) }),
    reply: z.null(),
  }),
} as const satisfies Record<string, IpcRequestDefinition>

type Requests = typeof callWindowRequests
type RequestName = keyof Requests

/** What the window is to show and to play. */
export type CallWindowRing = ReplyOf<Requests['get']>

/** What came of the sound. */
export type HeardReport = InputOf<Requests['heard']>

/** What the preload script puts at `window.parleyCall`. */
export interface CallWindowBridge {
  request<Name extends RequestName>(
    name: Name,
    input: InputOf<Requests[Name]>,
  ): Promise<IpcOutcome<ReplyOf<Requests[Name]>>>
}
