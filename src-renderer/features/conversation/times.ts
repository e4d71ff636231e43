const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' })
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' })
const weekday = new Intl.DateTimeFormat(undefined, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
})
const withYear = new Intl.DateTimeFormat(undefined, { dateStyle: 'long' })
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })

export const timeOfDay = (time: number): string => clock.format(time)

export const fullTime = (time: number): string => full.format(time)

/** "Today", "Yesterday", a weekday with its date, or the whole date when it is long ago. */
export function dayName(time: number, now: number = Date.now()): string {
  const days = Math.round((startOfDay(time) - startOfDay(now)) / 86_400_000)
  if (days === 0 || days === -1) return capitalised(relative.format(days, 'day'))
  const isThisYear = new Date(time).getFullYear() === new Date(now).getFullYear()
  return (isThisYear ? weekday : withYear).format(time)
}

const startOfDay = (time: number): number => new Date(time).setHours(0, 0, 0, 0)

const capitalised = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1)
