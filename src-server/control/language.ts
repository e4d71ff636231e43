import { z } from 'zod'

/**
 * What is said over the control socket: lines of JSON. The one who asks sends one line; the answer to
 * `dump` is the size, then a line for each record, then how it ended.
 */

export const controlRequestSchema = z.object({ ask: z.literal('dump') })
export type ControlRequest = z.infer<typeof controlRequestSchema>

export const controlSizeSchema = z.object({
  kind: z.literal('size'),
  messages: z.int().min(0),
  people: z.int().min(0),
})

export const controlEndSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('end') }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
])

export const toLine = (value: unknown): string => `${JSON.stringify(value)}\n`
