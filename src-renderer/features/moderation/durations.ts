/** How long somebody is silenced or kept out, in the steps that people think in. In seconds. */

const HOUR = 3_600
const DAY = 24 * HOUR

export const MUTE_DURATIONS = [
  { value: String(HOUR / 12), label: '5 minutes' },
  { value: String(HOUR), label: '1 hour' },
  { value: String(DAY), label: '1 day' },
  { value: String(7 * DAY), label: '1 week' },
] as const

/** The empty value stands for "until somebody lifts it". */
export const BAN_DURATIONS = [
  { value: String(DAY), label: '1 day' },
  { value: String(7 * DAY), label: '1 week' },
  { value: String(30 * DAY), label: '30 days' },
  { value: '', label: 'Until it is lifted' },
] as const
