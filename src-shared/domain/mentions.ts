export interface MentionPart {
  readonly kind: 'text' | 'mention'
  readonly text: string
}

const escaped = (name: string): string => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** "@" and one of the names, as a word of its own: neither an address nor the start of a longer name. */
function mentionPattern(names: readonly string[]): RegExp | null {
  if (names.length === 0) return null
  // Longest first, so that "@Anna Kim" is not read as "@Anna" where both are people.
  const alternatives = names.toSorted((a, b) => b.length - a.length).map(escaped)
  return new RegExp(
    `(?<![\\p{L}\\p{N}_@./])@(?:${alternatives.join('|')})(?![\\p{L}\\p{N}_])`,
    'giu',
  )
}

/** Finds the people who are named in a text. Joined together the parts are the text again. */
export function splitMentions(text: string, names: readonly string[]): readonly MentionPart[] {
  const pattern = text.includes('@') ? mentionPattern(names) : null
  if (!pattern) return [{ kind: 'text', text }]
  const parts: MentionPart[] = []
  let end = 0
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) })
    parts.push({ kind: 'mention', text: match[0] })
    end = match.index + match[0].length
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) })
  return parts
}

/** In UTF-16 code units: the longest name with all the marks that its letters may have. */
const NAME_MAX_UNITS = 64

/** Whoever speaks to more people than this speaks to nobody. */
const MENTIONS_MAX = 50

/**
 * What may be a name behind each "@" of a text, the longest first: everything from there up to the end
 * of a word. For whoever knows too many people to look for each of them.
 */
export function mentionCandidates(text: string): readonly (readonly string[])[] {
  const starts = [...text.matchAll(/(?<![\p{L}\p{N}_@./])@/gu)].slice(0, MENTIONS_MAX)
  return starts.map(({ index }) => {
    const rest = text.slice(index + 1, index + 1 + NAME_MAX_UNITS + 1)
    const [run = ''] = /^[\p{L}\p{N}\p{M} _-]*/u.exec(rest) ?? []
    const ends = [...run.matchAll(/[\p{L}\p{N}\p{M}_-](?![\p{L}\p{N}\p{M}_])/gu)]
    return ends.map((end) => run.slice(0, end.index + end[0].length)).toReversed()
  })
}

/** Whether a text speaks to somebody by name. */
export const mentionsName = (text: string, name: string): boolean =>
  splitMentions(text, [name]).some(({ kind }) => kind === 'mention')

/** What speaks to everybody in the room; `here` is a reserved name, so nobody can be called so. */
export const HERE = 'here'

/** Whether a text speaks to everybody who is in the room. */
export const mentionsHere = (text: string): boolean => mentionsName(text, HERE)
