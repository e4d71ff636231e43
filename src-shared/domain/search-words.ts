/**
 * How text is cut into what can be searched for. Both stores, the query and the highlights use this
 * one, so that they cannot disagree about what a word is. A change of it needs a migration that
 * builds the indexes anew.
 */

/** Longer runs of letters are keys and encoded data; their beginning finds them. In UTF-16 code units. */
const WORD_MAX_LENGTH = 40

/** Accents say little in these scripts, and people leave them out; elsewhere marks are vowels. */
const ACCENTED =
  /([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}])\p{M}+/gu

/** Scripts that put no spaces between words, or hang endings onto them: two neighbours are one entry. */
const UNSPACED =
  '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}' +
  '\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\u30fc\\uff70\\uff9e\\uff9f]'

const UNSPACED_CHARACTER = `(?=${UNSPACED})[\\p{L}\\p{N}\\uff70](?:\\p{M}|[\\uff9e\\uff9f])*`
const SPACED_WORD = `(?:(?!${UNSPACED})[\\p{L}\\p{N}]\\p{M}*)+`
const PICTOGRAPH = '\\p{Extended_Pictographic}|\\p{Regional_Indicator}{2}'

const PIECES = new RegExp(`(${SPACED_WORD})|((?:${UNSPACED_CHARACTER})+)|(${PICTOGRAPH})`, 'gu')
// oxlint-disable-next-line no-control-regex -- ASCII as a whole
const IS_PLAIN = /^[\u0000-\u007f]*$/
const PLAIN_PIECES = /[a-z0-9]+/gi
const CHARACTERS = new RegExp(UNSPACED_CHARACTER, 'gu')
const INNER_WORDS = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu

/** What of a text one entry of an index stands for. */
export interface TextWord {
  /** Folded: without case, width and (where they are only accents) marks. */
  readonly word: string
  /** Where it stands in the text. */
  readonly start: number
  readonly end: number
  /** Of two neighbours of an unspaced script: where the first one ends. Otherwise the same as `end`. */
  readonly firstEnd: number
  /** Two neighbours of an unspaced script, the last one of such a run, or anything else. */
  readonly kind: 'word' | 'pair' | 'single'
}

/** Without case, width and accents: what two spellings of a word have in common. */
function foldText(text: string): string {
  if (IS_PLAIN.test(text)) return text.toLowerCase()
  const bare = text.normalize('NFKD').replace(ACCENTED, '$1').normalize('NFC')
  // Through upper case, which knows that "ß" is "SS" and that all three sigmas are one.
  return bare.toUpperCase().toLowerCase().replace(/ς/g, 'σ').normalize('NFC')
}

/** Every entry of a text in its order, repeated as often as it occurs. */
export function textWords(text: string): TextWord[] {
  if (IS_PLAIN.test(text)) return plainWords(text)
  const words: TextWord[] = []
  for (const match of text.matchAll(PIECES)) {
    const [piece, spaced, unspaced] = match
    if (unspaced !== undefined) words.push(...pairsOf(unspaced, match.index))
    else if (spaced !== undefined) words.push(...wordsOf(spaced, match.index))
    else words.push(whole(piece, match.index, piece.length))
  }
  return words
}

/** Each different entry of a text once. */
export const distinctWords = (text: string): string[] => [
  ...new Set(textWords(text).map(({ word }) => word)),
]

/** What most texts are made of, several times as fast. */
const plainWords = (text: string): TextWord[] =>
  [...text.matchAll(PLAIN_PIECES)].map(({ 0: piece, index }) =>
    whole(cut(piece.toLowerCase()), index, piece.length),
  )

const whole = (word: string, start: number, length: number): TextWord => ({
  word,
  start,
  end: start + length,
  firstEnd: start + length,
  kind: 'word',
})

/** Folding may take a character apart, as "½" into "1⁄2": all of it stands for the whole piece. */
function wordsOf(piece: string, start: number): TextWord[] {
  const folded = foldText(piece).match(INNER_WORDS) ?? []
  return folded.map((word) => whole(cut(word), start, piece.length))
}

/** "日本語" is 日本, 本語 and 語: every part of it can be found, one character long or longer. */
function pairsOf(piece: string, start: number): TextWord[] {
  const characters = [...piece.matchAll(CHARACTERS)].map((match) => ({
    folded: foldText(match[0]),
    start: start + match.index,
    end: start + match.index + match[0].length,
  }))
  return characters.map((character, index) => {
    const next = characters[index + 1]
    return {
      word: character.folded + (next?.folded ?? ''),
      start: character.start,
      end: next?.end ?? character.end,
      firstEnd: character.end,
      kind: next ? 'pair' : 'single',
    }
  })
}

function cut(word: string): string {
  if (word.length <= WORD_MAX_LENGTH) return word
  const isHalf = /[\ud800-\udbff]/.test(word.charAt(WORD_MAX_LENGTH - 1))
  return word.slice(0, isHalf ? WORD_MAX_LENGTH - 1 : WORD_MAX_LENGTH)
}
