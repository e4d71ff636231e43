import type { PersonId } from '#shared/domain/ids.ts'
import { presenceStateOf } from '#shared/domain/people.ts'
import type { OwnProfileWire, ProfileWire } from '#shared/protocol/wire.ts'
import type { Clock } from '../ports/clock.ts'
import type { ConversationStore } from '../ports/conversation-store.ts'
import type { KnownPerson, PeopleStore } from '../ports/people-store.ts'
import type { Here, PresenceStore } from '../ports/presence-store.ts'
import { toProfileWire } from './wire.ts'

export type Profiles = ReturnType<typeof createProfiles>

/** What others may know of somebody, and what somebody may know of themselves. */
export function createProfiles(deps: {
  readonly people: PeopleStore
  readonly presence: PresenceStore
  readonly conversations: ConversationStore
  readonly clock: Clock
}) {
  const { people, presence, conversations, clock } = deps

  const describe = (known: KnownPerson, here: Here | null): ProfileWire =>
    toProfileWire(
      known,
      presenceStateOf({
        availability: known.availability,
        sessions: here?.sessions ?? 0,
        isActive: here?.isActive ?? false,
      }),
    )

  async function describeAll(known: readonly KnownPerson[]): Promise<ProfileWire[]> {
    const here = await presence.everybody()
    return known.map((person) => describe(person, here.get(person.id) ?? null)).toSorted(byName)
  }

  async function several(ids: readonly PersonId[]): Promise<ProfileWire[]> {
    const found = await Promise.all(ids.map((id) => people.find(id)))
    return describeAll(found.filter((person) => person !== null))
  }

  return {
    several,

    /** null for somebody who was never here. */
    async find(id: PersonId): Promise<ProfileWire | null> {
      const [known, here] = await Promise.all([people.find(id), presence.find(id)])
      return known && describe(known, here)
    },

    list: async (since: number): Promise<ProfileWire[]> => describeAll(await people.list(since)),

    countHere: async (): Promise<number> => (await presence.everybody()).size,

    async own(id: PersonId): Promise<OwnProfileWire> {
      const [known, here, blocked, quietCallers] = await Promise.all([
        people.find(id),
        presence.find(id),
        conversations.blockedBy(id),
        conversations.quietCallersOf(id),
      ])
      if (!known) throw new Error('Somebody who is here is not stored')
      const { availability, isProtected } = known
      return {
        ...describe(known, here),
        availability,
        isProtected,
        mutedUntil: muteInForce(known, clock.now()),
        blocked: [...blocked],
        quietCallers: [...quietCallers],
      }
    },
  }
}

/** Until when somebody is silenced in text; null for somebody who is not. */
const muteInForce = ({ mutedUntil }: KnownPerson, now: number): number | null =>
  mutedUntil !== null && mutedUntil > now ? mutedUntil : null

/** One collator for all: making one for each comparison costs a hundred times more. */
const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true })

const byName = (one: ProfileWire, other: ProfileWire): number =>
  collator.compare(one.name, other.name) || (one.id < other.id ? -1 : 1)
