/** Something a person should know now, wherever they are looking. */
export interface Notice {
  readonly id: number
  readonly tone: 'info' | 'success' | 'problem'
  readonly text: string
  /** What can be done about it at once, such as “Undo”; null for most. */
  readonly doing: string | null
}

/** More at once would cover the conversation. */
const NOTICES_MAX = 4

/** Adds a notice; one with the same words replaces the earlier one. */
export const addToNotices = (notices: readonly Notice[], notice: Notice): readonly Notice[] =>
  [...notices.filter(({ text }) => text !== notice.text), notice].slice(-NOTICES_MAX)
