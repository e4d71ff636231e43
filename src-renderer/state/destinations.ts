import { directIdOf } from '#shared/domain/direct.ts'
import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { PresenceState } from '#shared/domain/people.ts'
import type { AppState } from './app-state.ts'
import { callsIn, selectRooms } from './selectors.ts'
import { emptySummary } from './summaries.ts'

/** Somewhere to go, or to send something to: a room, or somebody. */
export interface Destination {
  readonly id: RoomId
  readonly name: string
  /** The emoji of a room; null for a person. */
  readonly icon: string | null
  readonly personId: PersonId | null
  readonly presence: PresenceState | null
  readonly isArchived: boolean
  /** How much waits there that deserves a number. */
  readonly calls: number
  /** When something was said last; 0 when nothing is known of it. */
  readonly lastAt: number
}

/** All rooms and all people, rooms first; the one talked in last before others of its kind. */
export function destinationsOf(
  state: Pick<AppState, 'rooms' | 'privateRooms' | 'profiles' | 'summaries' | 'me'>,
): readonly Destination[] {
  const { profiles, summaries, me } = state
  const about = (id: RoomId): Pick<Destination, 'calls' | 'lastAt'> => {
    const summary = summaries.get(id) ?? emptySummary(id, me?.id)
    return { calls: callsIn(summary), lastAt: summary.lastMessage?.createdAt ?? 0 }
  }
  const rooms = selectRooms(state).map(({ id, name, icon, archivedAt }): Destination => ({
    ...about(id),
    ...{ id, name, icon },
    personId: null,
    presence: null,
    isArchived: archivedAt !== null,
  }))
  const people = me === null ? [] : [...profiles.values()].filter(({ id }) => id !== me.id)
  const directs = people.map(({ id: personId, name, presence }): Destination => {
    const id = directIdOf(me?.id ?? personId, personId)
    return { ...about(id), id, name, icon: null, personId, presence, isArchived: false }
  })
  return [...rooms, ...directs.toSorted(byUse)]
}

const byUse = (a: Destination, b: Destination): number =>
  b.lastAt - a.lastAt ||
  Number(a.presence === 'offline') - Number(b.presence === 'offline') ||
  a.name.localeCompare(b.name)

/** More than this nobody reads; one more letter narrows it down. */
const FOUND_MAX = 50

/** Those whose name contains what was typed, first the ones that begin with it, archived ones last. */
export function findDestinations(
  all: readonly Destination[],
  typed: string,
): readonly Destination[] {
  const place = ({ name }: Destination): number => placeOfTyped(name, typed)
  return all
    .filter((destination) => place(destination) >= 0 && fits(destination, typed))
    .toSorted(
      (a, b) =>
        Number(a.isArchived) - Number(b.isArchived) || Number(place(a) > 0) - Number(place(b) > 0),
    )
    .slice(0, FOUND_MAX)
}

/** "@mi" looks for people and "#mu" for rooms only. */
const fits = ({ personId }: Destination, typed: string): boolean =>
  typed.startsWith('@') ? personId !== null : !typed.startsWith('#') || personId === null

/** Whether somebody who types this may mean that name. */
export const containsTyped = (name: string, typed: string): boolean =>
  placeOfTyped(name, typed) >= 0

const placeOfTyped = (name: string, typed: string): number =>
  plain(name).indexOf(plain(typed.replace(/^[@#]/, '')))

/** Without case and accents: nobody types those in a hurry. */
const plain = (text: string): string =>
  text.trim().normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase()
