import type { SearchTerm, WordPattern } from './search-query.ts'
import { textWords, type TextWord } from './search-words.ts'

/** A part of a text, in UTF-16 code units. */
export interface TextRange {
  readonly start: number
  readonly end: number
}

/** What may stand between two words that are highlighted as one, as in "don't". */
const JOINED = /^[^\s]{0,3}$/

/** @returns null when one of the terms does not occur, otherwise everything that does, in order */
export function findTerms(text: string, terms: readonly SearchTerm[]): readonly TextRange[] | null {
  const words = textWords(text)
  const ranges: TextRange[] = []
  for (const term of terms) {
    const found = placesOf(term, words)
    if (found.length === 0) return null
    ranges.push(...found)
  }
  return joined(text, ranges)
}

/** The words of a text to be highlighted for these terms, each once, as they are written in it. */
export function matchingWords(text: string, terms: readonly SearchTerm[]): readonly string[] {
  const words = textWords(text)
  const ranges = joined(
    text,
    terms.flatMap((term) => placesOf(term, words)),
  )
  return [...new Set(ranges.map(({ start, end }) => text.slice(start, end)))]
}

function placesOf(term: SearchTerm, words: readonly TextWord[]): TextRange[] {
  const ranges: TextRange[] = []
  for (let at = 0; at + term.length <= words.length; at += 1) {
    if (!term.every((pattern, offset) => fits(pattern, words[at + offset]))) continue
    for (const [offset, pattern] of term.entries()) {
      const word = words[at + offset]
      if (word) ranges.push({ start: word.start, end: endOf(pattern, word) })
    }
  }
  return ranges
}

function fits({ word, isPrefix }: WordPattern, found: TextWord | undefined): boolean {
  if (!found) return false
  return isPrefix ? found.word.startsWith(word) : found.word === word
}

/** One character of an unspaced script stands for itself and not for its neighbour. */
const endOf = (pattern: WordPattern, { word, kind, end, firstEnd }: TextWord): number =>
  kind === 'pair' && pattern.word !== word ? firstEnd : end

function joined(text: string, ranges: readonly TextRange[]): TextRange[] {
  const result: TextRange[] = []
  for (const range of ranges.toSorted((one, other) => one.start - other.start)) {
    const before = result.at(-1)
    if (before && JOINED.test(text.slice(before.end, range.start))) {
      result[result.length - 1] = { ...before, end: Math.max(before.end, range.end) }
    } else result.push(range)
  }
  return result
}
