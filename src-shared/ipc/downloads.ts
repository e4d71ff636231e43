import { z } from 'zod'

/** Names one download for as long as the app runs. */
const downloadIdSchema = z.uuid()

/** What becomes of a file of a server that somebody wanted to have on disk. */
export const downloadSchema = z.object({
  id: downloadIdSchema,
  /** As it is called on disk. */
  name: z.string().min(1).max(300),
  /** `saving` is told of those that take a while only. */
  phase: z.enum(['saving', 'saved', 'cancelled', 'failed']),
})
export type Download = z.infer<typeof downloadSchema>

/** Where servers keep what was sent; nothing else is fetched. */
const MEDIA_PATH = /^\/api\/media\/[\w-]+\/\d+$/

export const downloadWishSchema = z.object({
  url: z
    .url({ protocol: /^https?$/, abort: true })
    .max(2_000)
    .refine((url) => MEDIA_PATH.test(new URL(url).pathname), 'This is no file of a server.'),
  /** What its sender called it. */
  name: z.string().min(1).max(1_000),
})
export type DownloadWish = z.infer<typeof downloadWishSchema>

export const downloadNamedSchema = z.object({ id: downloadIdSchema })
