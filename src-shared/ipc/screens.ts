import { z } from 'zod'

/** As long as names of windows that anybody reads; a longer one is cut. */
export const SCREEN_NAME_MAX = 300

/** Far above a small picture. */
const PICTURE_MAX = 1_000_000

/** As the system calls it: `screen:0:0`, `window:1234:0`. */
export const screenIdSchema = z.string().regex(/^(screen|window):[\w:.-]{1,200}$/)

/** A screen or a window that can be shown to others. */
const screenSourceSchema = z.object({
  id: screenIdSchema,
  name: z.string().max(SCREEN_NAME_MAX),
  kind: z.enum(['screen', 'window']),
  /** How it looks now, small, as a `data:` address; null where that cannot be seen. */
  picture: z.string().startsWith('data:image/').max(PICTURE_MAX).nullable(),
})
export type ScreenSource = z.infer<typeof screenSourceSchema>

/** Who lets somebody choose what is shown. */
export const screenChoiceSchema = z.discriminatedUnion('by', [
  /** The app, from these. */
  z.object({ by: z.literal('app'), sources: z.array(screenSourceSchema) }),
  /** The system has a picker of its own, which opens when capturing begins. */
  z.object({ by: z.literal('system') }),
  /** The system does not let this app see the screen. */
  z.object({ by: z.literal('nobody') }),
])
export type ScreenChoice = z.infer<typeof screenChoiceSchema>
