const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })

/** The day on which something was sent, short enough for a row. */
export const dayOf = (time: number): string => day.format(time)
