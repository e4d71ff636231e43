const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Scripts whose characters are words or syllables already: one of them fills the circle. */
const WIDE = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/**
 * One or two letters that stand for a name, in any script: the first of the first and of the last
 * word, or the first two of a single word.
 */
export function initialsOf(name: string): string {
  const words = name.split(/[\s_-]+/u).filter((word) => word !== '')
  const [first = '?', ...others] = words
  const last = others.at(-1)
  const [letter = '?', second = ''] = lettersOf(first)
  if (WIDE.test(letter)) return letter
  return (letter + (last === undefined ? second : (lettersOf(last)[0] ?? ''))).toLocaleUpperCase()
}

const lettersOf = (word: string): string[] =>
  [...graphemes.segment(word)].map(({ segment }) => segment)
