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
