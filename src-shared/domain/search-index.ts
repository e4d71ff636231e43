import type { PersonId } from './ids.ts'
import type { Message } from './messages.ts'
import { nameKeys } from './names.ts'
import { findTerms } from './search-match.ts'
import type { SearchKind, SearchTerm } from './search-query.ts'
import { distinctWords } from './search-words.ts'

/** What an index keeps of a message beside its words, and how a message is held against a search. */

type Indexed = Pick<Message, 'text' | 'attachments' | 'type' | 'author' | 'pin'>

const LINK = /\bhttps?:\/\/[^\s]/i

/** Said in it, or the name of a file that it carries. */
export const searchableText = ({ text, attachments }: Pick<Indexed, 'text' | 'attachments'>) =>
  [text, ...attachments.map(({ name }) => name)].join('\n')

const hasKind: Record<SearchKind, (message: Indexed) => boolean> = {
  link: ({ text }) => LINK.test(text),
  file: ({ type }) => type === 'file',
  image: ({ attachments }) => attachments.some(({ mimeType }) => mimeType.startsWith('image/')),
  voice: ({ type }) => type === 'voice',
  pin: ({ pin }) => pin !== null,
}

export const facetOfKind = (kind: SearchKind): string => `#${kind}`
export const facetOfPerson = (id: PersonId): string => `@${id}`

/**
 * The name as it stands above the message, whoever has it today. Case does not count; look-alikes
 * do, because they are other people.
 */
export const facetOfName = (name: string): string =>
  `~${(nameKeys(name)[0] ?? '').slice('case:'.length).replace(/ /g, '\u00a0')}`

/** Each is one word without spaces that no text can contain. */
export const facetsOf = (message: Indexed): string[] => [
  facetOfPerson(message.author.id),
  facetOfName(message.author.name),
  ...(Object.keys(hasKind) as SearchKind[])
    .filter((kind) => hasKind[kind](message))
    .map(facetOfKind),
]

/** What a message is found by because of its text, each once. */
export const textEntries = (text: string): string[] => [
  ...distinctWords(text),
  ...(LINK.test(text) ? [facetOfKind('link')] : []),
]

/** What it is found by for as long as it is there, whatever its text and its pin. */
export const fixedEntries = (message: Omit<Indexed, 'pin'>): string[] => [
  ...facetsOf({ ...message, text: '', pin: null }),
  ...distinctWords(message.attachments.map(({ name }) => name).join('\n')),
]

export const hasTerms = (message: Indexed, terms: readonly SearchTerm[]): boolean =>
  findTerms(searchableText(message), terms) !== null
