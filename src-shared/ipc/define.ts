import type { z } from 'zod'

/** A row of the table: something the renderer asks the main process. */
export interface IpcRequestDefinition {
  readonly doc: string
  /** `null` when the request carries nothing. */
  readonly input: z.ZodType | null
  readonly reply: z.ZodType
}

/** A row of the table: something the main process tells the renderer. */
export interface IpcEventDefinition {
  readonly doc: string
  readonly payload: z.ZodType
}

export const ipcRequest = <const Definition extends IpcRequestDefinition>(
  row: Definition,
): Definition => row

export const ipcEvent = <const Definition extends IpcEventDefinition>(
  row: Definition,
): Definition => row

/** What a request carries, once it is parsed. */
export type InputOf<Row extends IpcRequestDefinition> = Row['input'] extends z.ZodType
  ? z.output<Row['input']>
  : null

/** What a request is answered with. */
export type ReplyOf<Row extends IpcRequestDefinition> = z.output<Row['reply']>

/** What crosses a bridge: a failure is a value, because errors lose their type on the way. */
export type IpcOutcome<Value> = { ok: true; value: Value } | { ok: false; message: string }
