import { ipcMain, type WebContents } from 'electron'
import { EVENT_CHANNEL } from '#shared/ipc/channels.ts'
import type { IpcEventName, IpcEventPayload } from '#shared/ipc/contract.ts'
import type { InputOf, IpcOutcome, IpcRequestDefinition, ReplyOf } from '#shared/ipc/define.ts'
import type { Log } from '../log.ts'
import { isTrustedSender } from './trusted-sender.ts'

type Table = Readonly<Record<string, IpcRequestDefinition>>

/** One handler per row of the table: a missing one does not compile. */
export type HandlersOf<Rows extends Table> = {
  readonly [Name in keyof Rows]: (
    input: InputOf<Rows[Name]>,
  ) => ReplyOf<Rows[Name]> | Promise<ReplyOf<Rows[Name]>>
}

interface Door<Rows extends Table> {
  readonly table: Rows
  /** Before each name, so that two tables cannot meet. */
  readonly channel: string
  readonly handlers: HandlersOf<Rows>
  /** The one page that may ask. */
  readonly contents: () => WebContents | null
  readonly appOrigin: string
  readonly log: Log
}

/** Told to the page instead of an error's own text, which could hold a path or a secret. */
const INTERNAL_FAULT = 'Parley could not do that. The log file says why.'

/** Answers a page. Every call is checked for its sender and its shape before a handler sees it. */
export function serveRequests<Rows extends Table>(door: Door<Rows>): void {
  for (const name of Object.keys(door.table)) serveRequest(name, door)
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it ties a handler to its row
function serveRequest<Rows extends Table, Name extends keyof Rows & string>(
  name: Name,
  { table, channel, handlers, contents, appOrigin, log }: Door<Rows>,
): void {
  const row = table[name]
  if (row === undefined) return
  ipcMain.handle(channel + name, async (event, input: unknown) => {
    if (!isTrustedSender(event, contents(), appOrigin)) {
      log.warn('a request from a stranger was refused', { name })
      return refusal('This page may not ask that.')
    }
    const parsed = parseInput<Rows[Name]>(row, input)
    if (!parsed.ok) {
      log.warn('a malformed request was refused', { name, reason: parsed.message })
      return parsed
    }
    try {
      const value = await handlers[name](parsed.value)
      return { ok: true, value } satisfies IpcOutcome<ReplyOf<Rows[Name]>>
    } catch (error) {
      log.error(`the request ${name} failed`, error)
      return refusal(INTERNAL_FAULT)
    }
  })
}

function parseInput<Row extends IpcRequestDefinition>(
  { input: schema }: IpcRequestDefinition,
  input: unknown,
): IpcOutcome<InputOf<Row>> {
  if (schema === null) return { ok: true, value: null as InputOf<Row> }
  const parsed = schema.safeParse(input)
  if (parsed.success) return { ok: true, value: parsed.data as InputOf<Row> }
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
