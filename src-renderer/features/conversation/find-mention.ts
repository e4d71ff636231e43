/** A name that is being typed after an "@". */
interface MentionQuery {
  /** Where the "@" stands. */
  readonly start: number
  readonly query: string
}

/** From the "@" to the caret. Names may have spaces, so a few words are possible. */
const BEFORE_CARET = /(?:^|[\s([{"'])@([\p{L}\p{N}_ -]{0,20})$/u

/** @returns what is typed of a name just before the caret, or null when no name is being typed */
export function mentionBefore(text: string, caret: number): MentionQuery | null {
  const query = BEFORE_CARET.exec(text.slice(0, caret))?.[1]
  if (query === undefined || query.startsWith(' ')) return null
  return { start: caret - query.length - 1, query }
}

/** More than this is a list to search, and typing one more letter searches it. */
const OFFERED_MAX = 6

/** People whose name, or one word of it, begins with what was typed. */
export function peopleFor(query: string, names: readonly string[]): readonly string[] {
  const typed = query.toLocaleLowerCase()
  const begins = (name: string): boolean => name.toLocaleLowerCase().startsWith(typed)
  const hasWord = (name: string): boolean => name.split(/[\s_-]+/u).some(begins)
  // Somebody typed on behind a whole name: they are done with it.
  if (names.some((name) => typed.startsWith(`${name.toLocaleLowerCase()} `))) return []
  const first = names.filter(begins)
  const others = names.filter((name) => !begins(name) && hasWord(name))
  return [...first, ...others].slice(0, OFFERED_MAX)
}
