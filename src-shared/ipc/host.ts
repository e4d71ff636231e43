import { z } from 'zod'

/** The server inside this app, from off to running and back. */
export const hostStatusSchema = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('off') }),
  z.object({ phase: z.literal('starting'), name: z.string() }),
  z.object({
    phase: z.literal('running'),
    name: z.string(),
    port: z.int(),
    /** Origins under which others on the network reach it, best first; may be empty. */
    addresses: z.array(z.string()),
    /** The origin that this computer itself uses. */
    localOrigin: z.string(),
    /** People in rooms now. */
    people: z.int().nonnegative(),
    /** Milliseconds since 1970. */
    startedAt: z.int(),
    /** Something the host should know, such as "port 5000 was in use". */
    notices: z.array(z.string()),
  }),
  z.object({
    phase: z.literal('restarting'),
    name: z.string(),
    /** 1 for the first restart in a row. */
    attempt: z.int().positive(),
    retryInMs: z.int().nonnegative(),
  }),
  z.object({
    phase: z.literal('failed'),
    name: z.string(),
    /** One sentence: what happened and what to do. */
    message: z.string(),
  }),
])
export type HostStatus = z.infer<typeof hostStatusSchema>

/** A backup being made or put back, for as long as it takes. */
export const hostJobSchema = z.object({
  doing: z.enum(['back-up', 'restore']),
  percent: z.int().min(0).max(100),
})
export type HostJob = z.infer<typeof hostJobSchema>

/** How it ended; `cancelled` is somebody who thought better of it. */
export const hostJobOutcomeSchema = z.object({
  outcome: z.enum(['done', 'failed', 'cancelled']),
  /** A sentence for a person; empty when it was cancelled. */
  message: z.string(),
})
export type HostJobOutcome = z.infer<typeof hostJobOutcomeSchema>

/** Messages of the server's program when the app started it with a command instead of as a server. */
export const hostedCommandMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), percent: z.int().min(0).max(100) }),
  z.object({ type: z.literal('finished'), ok: z.boolean(), message: z.string() }),
])
export type HostedCommandMessage = z.infer<typeof hostedCommandMessageSchema>

/** Messages of the server process to the app that started it. */
export const hostedServerMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ready'),
    port: z.int(),
    notices: z.array(z.string()),
  }),
  z.object({ type: z.literal('people'), people: z.int().nonnegative() }),
  /** It could not start, for a reason that a user can understand; it exits afterwards. */
  z.object({ type: z.literal('refused'), message: z.string() }),
  z.object({ type: z.literal('alive') }),
])
export type HostedServerMessage = z.infer<typeof hostedServerMessageSchema>

/** Messages of the app to the server process that it started. */
export const hostCommandSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('stop') }),
])
export type HostCommand = z.infer<typeof hostCommandSchema>
