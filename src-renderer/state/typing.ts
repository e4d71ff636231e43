import type { PersonId } from '#shared/domain/ids.ts'
import { isTyping } from '#shared/domain/typing.ts'
import { listNames } from './reactions.ts'

/** Somebody else in the open room who is typing. */
export interface Typist {
  readonly id: PersonId
  readonly name: string
  /** Milliseconds since 1970, by this computer's clock. */
  readonly lastKeyAt: number
}

/** More names than this are not read before the line changes again. */
const NAMES_MAX = 3

export const addTypist = (typists: readonly Typist[], typist: Typist): readonly Typist[] => {
  const isKnown = typists.some(({ id }) => id === typist.id)
  return isKnown
    ? typists.map((other) => (other.id === typist.id ? typist : other))
    : [...typists, typist]
}

export const removeTypist = (typists: readonly Typist[], id: PersonId): readonly Typist[] =>
  typists.some((typist) => typist.id === id) ? typists.filter((other) => other.id !== id) : typists

export const stillTyping = (typists: readonly Typist[], now: number): readonly Typist[] =>
  typists.filter(({ lastKeyAt }) => isTyping(lastKeyAt, now))

/** "Sam is typing…", or nothing. */
export function typingLine(typists: readonly Typist[]): string {
  const names = typists.map(({ name }) => name)
  if (names.length === 0) return ''
  if (names.length > NAMES_MAX) return 'Several people are typing…'
  return `${listNames(names)} ${names.length === 1 ? 'is' : 'are'} typing…`
}
