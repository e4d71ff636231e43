import { boundsOfDay, isTimeZone } from './search-days.ts'
import { textWords, type TextWord } from './search-words.ts'

/** What a message can be asked to have. */
const SEARCH_KINDS = ['link', 'file', 'image', 'voice', 'pin'] as const
export type SearchKind = (typeof SEARCH_KINDS)[number]

/** One entry of an index that has to be there, or the beginning of one. */
export interface WordPattern {
  readonly word: string
  readonly isPrefix: boolean
}

/** Entries that have to follow one another: one word, or a phrase. */
export type SearchTerm = readonly WordPattern[]

/** What somebody searches for. A message has to meet all of it. */
export interface SearchQuery {
  readonly terms: readonly SearchTerm[]
  /** Names; one of them, if there are any. */
  readonly from: readonly string[]
  /** Names or ids of rooms; one of them, if there are any. */
  readonly in: readonly string[]
  /** Milliseconds since 1970: said before this moment. */
  readonly before: number | null
  /** Said at this moment or after it. */
  readonly after: number | null
  readonly has: readonly SearchKind[]
  /** What looks like a filter and is none, such as "form:"; it was taken as text. */
  readonly unknownFilters: readonly string[]
}

export type ParsedSearch =
  | { readonly ok: true; readonly query: SearchQuery }
  /** One sentence for whoever typed it. */
  | { readonly ok: false; readonly problem: string }

const FILTERS = ['from', 'in', 'before', 'after', 'has'] as const
type Filter = (typeof FILTERS)[number]

/** The beginning of a word that is too short finds everything. In characters. */
const PREFIX_MIN_LENGTH = 2

const QUOTES = /[“”„‟«»]/g

/** A filter, a quoted phrase (the last one may be left open), or anything else up to a space. */
const PARTS = /([a-z]{2,12}):(?=\s|$)|(?:([a-z]{2,12}):)?(?:"([^"]*)(?:"|$)|([^\s"]+))/giu

/** "note:this", but neither "https://…" nor "12:30" nor "std::move". */
const LOOKS_LIKE_A_VALUE = /^\p{L}/u

interface Part {
  /** In lower case, without the colon. */
  readonly filter: string | null
  readonly value: string
  readonly isQuoted: boolean
}

function* partsOf(text: string): Generator<Part> {
  for (const match of text.replace(QUOTES, '"').matchAll(PARTS)) {
    const [, empty, filter, quoted, bare] = match
    const name = (filter ?? empty)?.toLowerCase() ?? null
    yield { filter: name, value: quoted ?? bare ?? '', isQuoted: quoted !== undefined }
  }
}

const isFilter = (name: string | null): name is Filter =>
  name !== null && (FILTERS as readonly string[]).includes(name)

const isKind = (value: string): value is SearchKind =>
  (SEARCH_KINDS as readonly string[]).includes(value)

/** Reads what somebody typed into a search field. Days are those of the time zone. */
export function parseSearch(text: string, timeZone = 'UTC'): ParsedSearch {
  if (!isTimeZone(timeZone)) return problem(`There is no time zone "${timeZone}"`)
  const texts: Omit<Part, 'filter'>[] = []
  const unknownFilters = new Set<string>()
  const filters: Filters = { from: [], in: [], has: [], before: null, after: null }
  for (const { filter, value, isQuoted } of partsOf(text)) {
    if (isFilter(filter)) {
      const wrong = addFilter(filters, filter, value.trim(), timeZone)
      if (wrong !== null) return problem(wrong)
      continue
    }
    if (filter !== null && LOOKS_LIKE_A_VALUE.test(value)) unknownFilters.add(`${filter}:`)
    texts.push({ value: filter === null ? value : `${filter} ${value}`, isQuoted })
  }
  const terms = termsOf(texts)
  const query = { ...filters, terms, unknownFilters: [...unknownFilters] }
  return isEmpty(query)
    ? problem('Write at least one word to search for, or a filter such as from:name')
    : { ok: true, query }
}

const problem = (sentence: string): ParsedSearch => ({ ok: false, problem: sentence })

const isEmpty = ({ terms, from, in: rooms, has, before, after }: SearchQuery): boolean =>
  [terms, from, rooms, has].every((list) => list.length === 0) && before === null && after === null

interface Filters {
  readonly from: string[]
  readonly in: string[]
  readonly has: SearchKind[]
  before: number | null
  after: number | null
}

/** @returns what is wrong with it, as a sentence */
function addFilter(
  filters: Filters,
  filter: Filter,
  value: string,
  timeZone: string,
): string | null {
  if (value === '') return `Write something after "${filter}:"`
  switch (filter) {
    case 'from':
    case 'in':
      filters[filter].push(value.replace(/^[@#]/, ''))
      return null
    case 'has': {
      const kind = value.toLowerCase()
      if (!isKind(kind)) return `"has:" knows ${SEARCH_KINDS.join(', ')}, but not "${value}"`
      filters.has.push(kind)
      return null
    }
    case 'before':
    case 'after': {
      const day = boundsOfDay(value, timeZone)
      if (!day) return `Write the day after "${filter}:" as in ${filter}:2026-01-31`
      // Several of them are all meant, so the narrowest counts.
      if (filter === 'before') filters.before = Math.min(filters.before ?? Infinity, day.start)
      else filters.after = Math.max(filters.after ?? 0, day.end)
      return null
    }
  }
}

function termsOf(texts: readonly Omit<Part, 'filter'>[]): SearchTerm[] {
  const found = texts
    .map(({ value, isQuoted }) => ({ words: textWords(value), isQuoted }))
    .filter(({ words }) => words.length > 0)
  const terms = found.map(({ words, isQuoted }, index) =>
    patternsOf(words, { isOpen: index === found.length - 1 && !isQuoted }),
  )
  return [...new Map(terms.map((term) => [JSON.stringify(term), term])).values()]
}

/**
 * @param isOpen whether the last word may go on
 */
function patternsOf(words: readonly TextWord[], { isOpen }: { isOpen: boolean }): SearchTerm {
  const last = words.at(-1)
  const isAfterPair = words.at(-2)?.kind === 'pair'
  // "日本" is found by 日本 alone: in a text, 本 may have a neighbour.
  const kept = last?.kind === 'single' && isAfterPair ? words.slice(0, -1) : words
  return kept.map(({ word, kind }, index) => {
    const isLast = index === kept.length - 1
    const mayGoOn = kind === 'single' || (isOpen && [...word].length >= PREFIX_MIN_LENGTH)
    return { word, isPrefix: isLast && kind !== 'pair' && mayGoOn }
  })
}
