import type { z } from 'zod'
import type { ErrorCode } from './errors.ts'

/** A row of the table: something a client asks, with what it gets back and why it may be refused. */
export interface RequestDefinition {
  readonly doc: string
  /** `null` when the event carries no payload. */
  readonly input: z.ZodType | null
  readonly reply: z.ZodObject
  /** Beyond the failures that every request can meet. */
  readonly failures: readonly ErrorCode[]
  /** Which of the session's budgets it draws from. */
  readonly budget: 'message' | 'request' | 'search' | 'call' | 'signal'
}

/** A row of the table: something the server tells. */
export interface EventDefinition {
  readonly doc: string
  readonly payload: z.ZodType
}

/** Keeps the exact types of a row, so that everything else can be derived from them. */
export const request = <const Definition extends RequestDefinition>(row: Definition): Definition =>
  row

export const event = <const Definition extends EventDefinition>(row: Definition): Definition => row
