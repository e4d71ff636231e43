import { z } from 'zod'

/** What a page may capture only with the system's leave. */
export const capturedSchema = z.enum(['microphone', 'camera', 'screen'])
export type Captured = z.infer<typeof capturedSchema>
