/** What Windows, macOS and Linux refuse in the name of a file, or take for something else. */
// oxlint-disable-next-line no-control-regex -- finding control characters is the point
const REFUSED = /[\u0000-\u001f\u007f<>:"/\\|?*]/g

/** A part of a file's name. Windows takes away dots and blanks at the end by itself. */
const cleaned = (text: string): string =>
  text
    .replace(REFUSED, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '')

const twoDigits = (value: number): string => String(value).padStart(2, '0')

/** As it stands on the clock of this device; hyphens, because colons are refused. */
const timeOf = (at: Date): string =>
  `${at.getFullYear()}-${twoDigits(at.getMonth() + 1)}-${twoDigits(at.getDate())} ` +
  `${twoDigits(at.getHours())}-${twoDigits(at.getMinutes())}`

/** `Parley General 2026-11-24 23-51 Anna.webm`; without a person it is everybody together. */
export function recordingName(about: {
  readonly room: string
  readonly at: Date
  readonly person: string | null
}): string {
  const parts = ['Parley', cleaned(about.room) || 'room', timeOf(about.at)]
  const person = about.person === null ? '' : cleaned(about.person)
  return `${[...parts, ...(person === '' ? [] : [person])].join(' ')}.webm`
}
