import { z } from 'zod'

/** Whether the system lets us call somebody who looks elsewhere. */
export type NotificationPermission = 'granted' | 'denied' | 'undecided' | 'unsupported'

/** Names what it is about; a later one with the same tag takes its place. */
export const notificationTagSchema = z.string().min(1).max(200)

export const notificationSchema = z.object({
  tag: notificationTagSchema,
  title: z.string().max(300),
  body: z.string().max(1_000),
})
export type NotificationContent = z.infer<typeof notificationSchema>
