export interface Part {
  readonly text: string
  readonly isMatch: boolean
}

/** Enough to recognise a message by. In UTF-16 code units. */
const EXCERPT_MAX_LENGTH = 220

/** What stands before the first match, so that it is read in its sentence. */
const BEFORE_MATCH = 60

/**
 * The part of a text around its first match, in pieces, each of them a match or not.
 *
 * @param words as they occur in the text
 */
export function highlightedExcerpt(text: string, words: readonly string[]): readonly Part[] {
  const line = text.replace(/\s+/g, ' ').trim()
  const pattern = patternOf(words)
  const first = pattern ? line.search(pattern) : -1
  const start = first > BEFORE_MATCH + 10 ? wordStart(line, first - BEFORE_MATCH) : 0
  const end = start + EXCERPT_MAX_LENGTH
  const cut = line.slice(start, end)
  const excerpt = `${start > 0 ? '… ' : ''}${cut}${end < line.length ? ' …' : ''}`
  return pattern ? split(excerpt, pattern) : [{ text: excerpt, isMatch: false }]
}

function split(text: string, pattern: RegExp): readonly Part[] {
  const parts: Part[] = []
  let end = 0
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) parts.push({ text: text.slice(end, match.index), isMatch: false })
    parts.push({ text: match[0], isMatch: true })
    end = match.index + match[0].length
  }
  if (end < text.length) parts.push({ text: text.slice(end), isMatch: false })
  return parts
}

function patternOf(words: readonly string[]): RegExp | null {
  const escaped = words
    .filter((word) => word !== '')
    // Longest first, so that "foot" does not hide "football".
    .toSorted((a, b) => b.length - a.length)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replace(/\s+/g, ' '))
  return escaped.length === 0 ? null : new RegExp(escaped.join('|'), 'giu')
}

/** Not in the middle of a word, nor of a character that takes two code units. */
const wordStart = (text: string, from: number): number => {
  const space = text.indexOf(' ', from)
  return space < 0 || space - from > 20 ? from : space + 1
}
