import type { PersonId } from '#shared/domain/ids.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { PeopleStore } from '../ports/people-store.ts'
import { createCoalescer } from './coalescer.ts'
import type { Profiles } from './profiles.ts'

/** Like the lists of rooms: nobody can follow more than ten changes a second. */
const WINDOW_MIN_MS = 100

/** What goes to n people about n arrivals stays in proportion to n: 300 people hear once a second. */
const WINDOW_MS_PER_PERSON = 3

export type PeopleNews = ReturnType<typeof createPeopleNews>

/** Tells everybody who has come in about changes of people, at a bounded pace. */
export function createPeopleNews(deps: {
  readonly people: PeopleStore
  readonly profiles: Profiles
  readonly broadcaster: Broadcaster
  readonly clock: Clock
  readonly log: Log
}) {
  const { people, profiles, broadcaster, clock, log } = deps
  const changed = new Set<PersonId>()
  const onError = (error: unknown): void =>
    log.warn({ reason: String(error) }, 'could not tell who is here')
  const coalescer = createCoalescer({ clock, onError })

  async function tell(): Promise<number> {
    const ids = [...changed]
    changed.clear()
    const found = await profiles.several(ids)
    if (found.length > 0) broadcaster.toPeople('people:changed', found)
    return Math.max(WINDOW_MIN_MS, (await profiles.countHere()) * WINDOW_MS_PER_PERSON)
  }

  /** Something that the person did in sight of everybody: the profile, the name, the role. */
  function profileChanged(personId: PersonId): void {
    changed.add(personId)
    coalescer.request('people', undefined, tell).catch(onError)
  }

  async function tellUnlessHidden(personId: PersonId): Promise<void> {
    const known = await people.find(personId)
    if (known && known.availability !== 'invisible') profileChanged(personId)
  }

  return {
    profileChanged,

    /**
     * Somebody came, went, became active or idle. Of somebody who does not want to be seen nothing is
     * said at all: an event that changes nothing would tell that they are here.
     */
    presenceChanged(personId: PersonId): void {
      tellUnlessHidden(personId).catch(onError)
    },

    /** Something about the person that their own devices show. */
    async ownChanged(personId: PersonId): Promise<void> {
      broadcaster.toPerson(personId, 'profile:changed', await profiles.own(personId))
    },
  }
}
