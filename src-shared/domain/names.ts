import { z } from 'zod'
import { lookAlikes } from './look-alikes.ts'

/** Long enough to be told apart, short enough for one line of the people list. */
const NAME_MIN_LENGTH = 2
const NAME_MAX_LENGTH = 20

/** Names that would read as the server speaking or as a mention of everybody. */
const RESERVED = new Set(['system', 'parley', 'everyone', 'here'])

/** Combining marks that may follow one letter: enough for every living script, too few for "zalgo". */
const MARKS_IN_A_ROW = 2

const ALLOWED = new RegExp(`^(?:[\\p{L}\\p{Nd}]\\p{M}{0,${MARKS_IN_A_ROW}}|[ _-])+$`, 'u')

const RULE_TEXT =
  `A name has ${NAME_MIN_LENGTH} to ${NAME_MAX_LENGTH} characters: ` +
  'letters and digits of any script, spaces, "_" and "-"'

/** Trims, composes accents (NFC) and makes runs of spaces single, so that one name has one spelling. */
const normalizeName = (name: string): string => name.normalize('NFC').replace(/ +/g, ' ').trim()

/** Characters as a person counts them, so that an accent or a vowel sign costs nothing extra. */
const lengthInCharacters = (name: string): number => [...new Intl.Segmenter().segment(name)].length

function isName(name: string): boolean {
  const length = lengthInCharacters(name)
  return (
    length >= NAME_MIN_LENGTH &&
    length <= NAME_MAX_LENGTH &&
    ALLOWED.test(name) &&
    /[\p{L}\p{Nd}]/u.test(name)
  )
}

const isReserved = (name: string): boolean => nameKeys(name).some((key) => reservedKeys.has(key))

/** A person's name as typed, turned into the name that is shown and compared. */
export const nameSchema = z
  .string()
  .max(200, RULE_TEXT)
  .transform(normalizeName)
  .refine(isName, RULE_TEXT)
  .refine((name) => !isReserved(name), 'This name is reserved, please choose another one')
  .brand<'PersonName'>()
export type PersonName = z.infer<typeof nameSchema>

/**
 * Two names may not be used at the same time if they share any of these keys.
 *
 * Three keys, because one cannot be fair to all: plain case folding; folding after look-alikes of
 * other scripts became Latin (Cyrillic "Аnna" = "anna"); and the same with capital I as l, so that
 * "Ian" cannot be imitated by "lan" while the different names "Ian" and "Lan" can live together.
 * The method follows the skeletons of Unicode Technical Standard 39, section 4.
 */
export function nameKeys(name: string): readonly string[] {
  const composed = normalizeName(name).normalize('NFKC')
  const latin = [...composed].map((character) => lookAlikes.get(character) ?? character).join('')
  const withoutCapitals = latin.replace(/L/g, '\u0001').replace(/I/g, 'l')
  return [`case:${nameKey(name)}`, `look:${skeleton(latin)}`, `stem:${skeleton(withoutCapitals)}`]
}

/** The same for one name in all its spellings, and for look-alikes of it another one. */
export const nameKey = (name: string): string => fold(normalizeName(name).normalize('NFKC'))

const fold = (text: string): string => text.toLowerCase().normalize('NFKC')

const skeleton = (text: string): string =>
  fold(text)
    .replace(/0/g, 'o')
    .replace(/1/g, 'l')
    .replace(/m/g, 'rn')
    .replace(/[ _-]+/g, ' ')

const reservedKeys = new Set([...RESERVED].flatMap((name) => nameKeys(name)))
