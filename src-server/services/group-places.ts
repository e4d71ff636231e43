import { isGroupCall } from '#shared/domain/group-calls.ts'
import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { VoiceHomes, VoicePerson } from '../ports/voice-homes.ts'

/** Who sits in which group call, on whatever instance. */
export interface GroupPlaces {
  peopleIn(groupId: RoomId): Promise<readonly VoicePerson[]>
  /** Whether the person sits in any of them. */
  holds(personId: PersonId): Promise<boolean>
  all(): Promise<ReadonlyMap<RoomId, readonly VoicePerson[]>>
}

export function createGroupPlaces(homes: Pick<VoiceHomes, 'list'>): GroupPlaces {
  const all = async () => new Map([...(await homes.list())].filter(([id]) => isGroupCall(id)))

  return {
    all,
    peopleIn: async (groupId) => (await all()).get(groupId) ?? [],
    holds: async (personId) =>
      [...(await all()).values()].some((people) => people.some(({ id }) => id === personId)),
  }
}
