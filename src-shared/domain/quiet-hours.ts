import { z } from 'zod'

const timeOfDaySchema = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time of day is written as 07:30')

/** Each day between these two times of this device's clock; over midnight when `from` is the later one. */
export const quietHoursSchema = z.object({ from: timeOfDaySchema, to: timeOfDaySchema })
export type QuietHours = z.infer<typeof quietHoursSchema>

/** @returns whether it is quiet now; `to` belongs to the day again, and equal times mean all day */
export function isQuietAt(hours: QuietHours | null, now: Date): boolean {
  if (hours === null) return false
  const [from, to] = [minutesOf(hours.from), minutesOf(hours.to)]
  const at = now.getHours() * 60 + now.getMinutes()
  return from < to ? from <= at && at < to : from <= at || at < to
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
