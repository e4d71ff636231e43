import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { Room } from '#shared/domain/rooms.ts'
import type { Instances } from '../ports/instances.ts'
import type { RoomStore } from '../ports/room-store.ts'

export type KnownRooms = ReturnType<typeof createKnownRooms>

/**
 * The rooms and their members as this instance remembers them: every request asks for them. What any
 * instance changes is forgotten as soon as it is told. That there is no such room, or no such member, is
 * never remembered: whoever creates a room through one instance may ask another for it at once.
 *
 * Has to listen before anybody else does who acts on the same news.
 */
export function createKnownRooms(deps: {
  readonly rooms: RoomStore
  readonly instances: Instances
}) {
  const { rooms, instances } = deps
  const lists = createMemory(() => rooms.list())
  const members = createMemory(async (id: RoomId) => new Set(await rooms.membersOf(id)))

  instances.listen((news) => {
    if (news.kind !== 'room' && news.kind !== 'room-closed') return
    lists.forget('all')
    members.forget(news.roomId)
  })
  instances.missed(() => {
    lists.forgetAll()
    members.forgetAll()
  })

  const list = (): Promise<readonly Room[]> => lists.of('all')

  const look = async (id: RoomId): Promise<Room | null> =>
    (await list()).find((room) => room.id === id) ?? null

  return {
    /** In the order in which they are shown. */
    list,

    async find(id: RoomId): Promise<Room | null> {
      const known = await look(id)
      if (known) return known
      lists.forget('all')
      return look(id)
    },

    async isMember(id: RoomId, personId: PersonId): Promise<boolean> {
      if ((await members.of(id)).has(personId)) return true
      members.forget(id)
      return (await members.of(id)).has(personId)
    },

    membersOf: (id: RoomId): Promise<ReadonlySet<PersonId>> => members.of(id),
  }
}

/** Answers, kept until they are forgotten. An answer that was asked for before that is not kept. */
function createMemory<Key extends string, Value>(ask: (key: Key) => Promise<Value>) {
  const kept = new Map<Key, Promise<Value>>()

  return {
    of(key: Key): Promise<Value> {
      const known = kept.get(key)
      if (known) return known
      const asked = ask(key)
      kept.set(key, asked)
      asked.catch(() => {
        if (kept.get(key) === asked) kept.delete(key)
      })
      return asked
    },
    forget: (key: Key): unknown => kept.delete(key),
    forgetAll: (): void => kept.clear(),
  }
}
