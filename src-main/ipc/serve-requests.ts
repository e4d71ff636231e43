import { ipcMain, type WebContents } from 'electron'
import {
  ipcRequests,
  type IpcEventName,
  type IpcEventPayload,
  type IpcInput,
  type IpcOutcome,
  type IpcReply,
  type IpcRequestName,
} from '#shared/ipc/contract.ts'
import { EVENT_CHANNEL, REQUEST_CHANNEL } from '#shared/ipc/channels.ts'
import type { Log } from '../log.ts'
import { isTrustedSender } from './trusted-sender.ts'

/** One handler per row of the contract: a missing one does not compile. */
export type IpcHandlers = {
  readonly [Name in IpcRequestName]: (
    input: IpcInput<Name>,
  ) => IpcReply<Name> | Promise<IpcReply<Name>>
}

/** Told to the page instead of an error's own text, which could hold a path or a secret. */
const INTERNAL_FAULT = 'Parley could not do that. The log file says why.'

/** Answers the page. Every call is checked for its sender and its shape before a handler sees it. */
export function serveRequests(options: {
  readonly handlers: IpcHandlers
  readonly contents: () => WebContents | null
  readonly appOrigin: string
  readonly log: Log
}): void {
  for (const name of Object.keys(ipcRequests) as IpcRequestName[]) {
    serveRequest(name, options)
  }
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it ties a handler to its input
function serveRequest<Name extends IpcRequestName>(
  name: Name,
  options: Parameters<typeof serveRequests>[0],
): void {
  const { handlers, log } = options
  ipcMain.handle(REQUEST_CHANNEL + name, async (event, input: unknown) => {
    if (!isTrustedSender(event, options.contents(), options.appOrigin)) {
      log.warn('a request from a stranger was refused', { name })
      return refusal('This page may not ask that.')
    }
    const parsed = parseInput(name, input)
    if (!parsed.ok) {
      log.warn('a malformed request was refused', { name, reason: parsed.message })
      return parsed
    }
    try {
      const value = await handlers[name](parsed.value)
      return { ok: true, value } satisfies IpcOutcome<IpcReply<Name>>
    } catch (error) {
      log.error(`the request ${name} failed`, error)
      return refusal(INTERNAL_FAULT)
    }
  })
}

function parseInput<Name extends IpcRequestName>(
  name: Name,
  input: unknown,
): IpcOutcome<IpcInput<Name>> {
  const schema = ipcRequests[name].input
  if (schema === null) return { ok: true, value: null as IpcInput<Name> }
  const parsed = schema.safeParse(input)
  if (parsed.success) return { ok: true, value: parsed.data as IpcInput<Name> }
  return refusal(parsed.error.issues[0]?.message ?? 'This request is not understood.')
}

const refusal = (message: string): { ok: false; message: string } => ({ ok: false, message })

/** Tells the page something, if there is a page. */
export function tell<Name extends IpcEventName>(
  contents: WebContents | null,
  name: Name,
  payload: IpcEventPayload<Name>,
): void {
  if (contents !== null && !contents.isDestroyed()) contents.send(EVENT_CHANNEL + name, payload)
}
