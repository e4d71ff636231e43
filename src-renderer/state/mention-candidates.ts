import { HERE } from '#shared/domain/mentions.ts'
import type { AppState } from './app-state.ts'
import { selectMayMentionHere, selectOpenPersonId } from './selectors.ts'

/**
 * Names to complete after an "@": those who are in the room first, then everybody else, and everybody
 * at once where that is allowed. The same list for the same names.
 */
export function selectMentionCandidates(state: AppState): readonly string[] {
  const { people, profiles, me, openRoom } = state
  const isSame =
    people === last.people &&
    profiles === last.profiles &&
    me === last.me &&
    openRoom === last.openRoom
  if (!isSame) last = { people, profiles, me, openRoom, names: candidatesIn(state) }
  return last.names
}

let last: Pick<AppState, 'people' | 'me' | 'openRoom'> & {
  readonly profiles: AppState['profiles'] | null
  readonly names: readonly string[]
} = { people: null, profiles: null, me: null, openRoom: null, names: [] }

function candidatesIn(state: AppState): readonly string[] {
  const { people, profiles, me } = state
  const personId = selectOpenPersonId(state)
  const everybody = [...profiles.values()].toSorted((a, b) => a.name.localeCompare(b.name))
  if (personId !== null) return everybody.filter(({ id }) => id === personId).map(nameOf)
  const others = [...(people ?? []), ...everybody].filter(({ id }) => id !== me?.id).map(nameOf)
  const here = selectMayMentionHere(state) ? [HERE] : []
  return [...new Set([...others, ...here])]
}

const nameOf = ({ name }: { readonly name: string }): string => name
