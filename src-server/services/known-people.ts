import type { PersonId } from '#shared/domain/ids.ts'
import type { Instances } from '../ports/instances.ts'
import type { KnownPerson, PeopleStore } from '../ports/people-store.ts'

/** About as many as are ever active at once; the one that was read first is forgotten first. */
const REMEMBERED_MAX = 5_000

export type KnownPeople = ReturnType<typeof createKnownPeople>

/**
 * Roles and mutes as this instance remembers them, because every request asks for them. Forgotten as
 * soon as any instance tells that something about the person has changed.
 */
export function createKnownPeople(deps: {
  readonly people: PeopleStore
  readonly instances: Instances
}) {
  const { people, instances } = deps
  const kept = new Map<PersonId, Promise<KnownPerson | null>>()

  instances.listen((news) => {
    if (news.kind === 'person') kept.delete(news.personId)
  })
  instances.missed(() => kept.clear())

  return {
    find(id: PersonId): Promise<KnownPerson | null> {
      const known = kept.get(id)
      if (known) return known
      const asked = people.find(id)
      kept.set(id, asked)
      const forget = (): void => {
        if (kept.get(id) === asked) kept.delete(id)
      }
      // Nobody of this id may be somebody in a moment.
      asked.then((person) => person ?? forget(), forget)
      const [first] = kept.keys()
      if (kept.size > REMEMBERED_MAX && first !== undefined) kept.delete(first)
      return asked
    },
  }
}
