/** Days as people write them, in the time zone that they live in. */

const DAY_MS = 86_400_000
const PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/

/** Before this nothing was ever said; and four digits are enough for what comes. */
const FIRST_YEAR = 1970

/** Whether the name is one of the IANA time zones that this machine knows. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** Midnight of a day such as 2026-01-31 as if it were in UTC; null for what is no day. */
function midnightOf(day: string): number | null {
  const [, year, month, date] = (PATTERN.exec(day) ?? []).map(Number)
  if (year === undefined || month === undefined || date === undefined) return null
  const midnight = Date.UTC(year, month - 1, date)
  const isReal = new Date(midnight).toISOString().startsWith(day)
  return isReal && year >= FIRST_YEAR ? midnight : null
}

/**
 * When a day begins and when the next one does, in milliseconds since 1970: not always 24 hours apart,
 * and not always at midnight.
 */
export function boundsOfDay(
  day: string,
  timeZone: string,
): { readonly start: number; readonly end: number } | null {
  const midnight = midnightOf(day)
  if (midnight === null) return null
  const clock = wallClockOf(timeZone)
  return { start: startAt(midnight, clock), end: startAt(midnight + DAY_MS, clock) }
}

type WallClock = (time: number) => number

/** What a clock on the wall shows, as milliseconds since 1970 as if it were in UTC. */
function wallClockOf(timeZone: string): WallClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (time) => {
    const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, +value]))
    const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0
    const day = [part('year'), part('month') - 1, part('day')] as const
    return Date.UTC(...day, part('hour'), part('minute'), part('second'))
  }
}

/** The clock may jump over midnight or show it twice: the first moment whose date is that day. */
function startAt(midnight: number, clock: WallClock): number {
  const offsets = [midnight - DAY_MS, midnight + DAY_MS].map((time) => clock(time) - time)
  const candidates = offsets.map((offset) => midnight - offset).toSorted((a, b) => a - b)
  return candidates.find((time) => clock(time) >= midnight) ?? midnight
}
