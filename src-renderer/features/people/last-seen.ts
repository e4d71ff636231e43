const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' })
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })

/** When somebody was here last: the time of today, the day of earlier. */
export function lastSeen(time: number, now: number = Date.now()): string {
  const isToday = new Date(time).toDateString() === new Date(now).toDateString()
  return isToday ? `at ${clock.format(time)}` : `on ${date.format(time)}`
}
