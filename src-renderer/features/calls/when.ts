import { isToday, shortDay } from '../../state/short-day.ts'

const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' })

/** When a call began: of today, the time is enough. */
export const whenOf = (time: number): string =>
  isToday(time) ? clock.format(time) : `${shortDay(time)}, ${clock.format(time)}`
