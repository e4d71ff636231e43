const inThisYear = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' })
const withYear = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })

/** A day of the calendar has up to an hour more or less than this when the clocks change. */
const DAY_MS = 86_400_000

/** "Today", "Yesterday", or the date, without the year while that goes without saying. */
export function shortDay(time: number, now: number = Date.now()): string {
  const days = Math.round((startOfDay(time) - startOfDay(now)) / DAY_MS)
  if (days === 0 || days === -1) return capitalised(relative.format(days, 'day'))
  const isThisYear = new Date(time).getFullYear() === new Date(now).getFullYear()
  return (isThisYear ? inThisYear : withYear).format(time)
}

export const isToday = (time: number, now: number = Date.now()): boolean =>
  startOfDay(time) === startOfDay(now)

const startOfDay = (time: number): number => new Date(time).setHours(0, 0, 0, 0)

const capitalised = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1)
