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

/** Whether a text speaks to somebody by name. */
export const mentionsName = (text: string, name: string): boolean =>
  splitMentions(text, [name]).some(({ kind }) => kind === 'mention')
