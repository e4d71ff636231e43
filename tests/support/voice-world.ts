import { randomUUID } from 'node:crypto'
import { personIdSchema, type PersonId, type RoomId, type SessionId } from '#shared/domain/ids.ts'
import type { PersonName } from '#shared/domain/names.ts'
import type { Role } from '#shared/domain/rights.ts'
import { ROOM_DEFAULTS, type Room } from '#shared/domain/rooms.ts'
import { voiceStayIdSchema } from '#shared/domain/voice.ts'
import type { VoicePersonWire } from '#shared/protocol/voice-wire.ts'
import { createFakeVoiceEngine } from './fake-voice-engine.ts'
import type { Instances } from '../../src-server/ports/instances.ts'
import type { KnownPerson } from '../../src-server/ports/people-store.ts'
import { Unavailable } from '../../src-server/ports/unavailable.ts'
import { createMemoryInstances } from '../../src-server/store/memory/instances.ts'
import { createMemoryVoiceHomes } from '../../src-server/store/memory/voice-homes.ts'
import { createMemoryVoiceLink } from '../../src-server/store/memory/voice-link.ts'
import { createAccess } from '../../src-server/services/access.ts'
import { createLiveVoice } from '../../src-server/services/live-voice.ts'
import { createRules } from '../../src-server/services/rules.ts'
import { createSession, type Session } from '../../src-server/services/session.ts'

export const NOW = 1_700_000_000_000
export const [general, attic, vault, cellar] = ['general', 'attic', 'vault', 'cellar'] as RoomId[]

export const roomOf = (id: RoomId | undefined, more: Partial<Room> = {}): Room => ({
  ...ROOM_DEFAULTS,
  ...{ id: id as RoomId, name: String(id), icon: '🔊', topic: '' },
  ...more,
})

/** Everything around the service, of which the tests change what they are about. */
export function createVoiceWorld({ hasSound = true } = {}) {
  const rooms = new Map<RoomId, Room>(
    [
      roomOf(general),
      roomOf(attic, { archivedAt: NOW }),
      roomOf(vault, { access: 'private' }),
      roomOf(cellar, { access: 'password' }),
    ].map((room) => [room.id, room]),
  )
  const members = new Map<RoomId, Set<PersonId>>()
  const people = new Map<PersonId, KnownPerson>()
  const told: { to: string; name: string; payload: unknown }[] = []
  const audited: unknown[] = []
  const timers: (() => void)[] = []
  let time = NOW

  let isBack = (): void => {}
  const instances: Instances = {
    ...createMemoryInstances(),
    missed(listener) {
      const before = isBack
      isBack = () => [before, listener].forEach((run) => run())
    },
  }
  /** Who was let into which group call, and who said that they leave it. */
  const letInto = new Map<RoomId, readonly PersonId[]>()
  const left: { personId: PersonId; groupId: RoomId }[] = []
  const faults = { calls: false }
  const homes = createMemoryVoiceHomes()
  const engine = createFakeVoiceEngine()
  const knownRooms = {
    find: async (id: RoomId) => rooms.get(id) ?? null,
    isMember: async (id: RoomId, personId: PersonId) => members.get(id)?.has(personId) ?? false,
  } as never
  const find = async (id: PersonId) => people.get(id) ?? null
  const clock = {
    now: () => time,
    monotonic: () => 0,
    after(_: number, run: () => void) {
      timers.push(run)
      return () => {}
    },
  }
  const rules = createRules({
    ...{ rooms: knownRooms, people: { find }, conversations: {} as never },
    ...{ slowMode: {} as never, clock },
  })
  const voice = createLiveVoice({
    ...{ homes, link: createMemoryVoiceLink(homes.self), instances, rules, rooms: knownRooms },
    access: createAccess({
      ...{ rooms: knownRooms, rules, messages: {} as never, people: { find } as never },
    }),
    people: { find } as never,
    audit: async (note) => void audited.push(note),
    broadcaster: {
      toRoom: (to: string, name: string, payload: unknown) => told.push({ to, name, payload }),
      toSession: (to: string, name: string, payload: unknown) => told.push({ to, name, payload }),
      toPerson: (to: string, name: string, payload: unknown) => told.push({ to, name, payload }),
    } as never,
    clock,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    newStayId: () => voiceStayIdSchema.parse(randomUUID()),
    calls: { peopleLetInto: async (id) => letInto.get(id) ?? [] },
    async leftGroup(personId, groupId) {
      if (faults.calls) throw new Unavailable('The store is lost')
      left.push({ personId, groupId })
    },
  })
  if (hasSound) voice.start(engine)

  const join = (session: Session, roomId: RoomId | undefined = general, state = {}) =>
    voice.join(session, { roomId: roomId as RoomId, ...state })

  let count = 0
  function person(name: string, more: Partial<KnownPerson> = {}): Session {
    const id = personIdSchema.parse(randomUUID())
    const role: Role = 'member'
    people.set(id, { id, name, role, mutedUntil: null, ...more } as KnownPerson)
    return device({ id, name: name as PersonName })
  }
  function device(known: { id: PersonId; name: PersonName }): Session {
    count += 1
    const session = createSession(
      { id: `session-${count}` as SessionId, address: '' },
      { person: known, token: 'token' as never },
    )
    session.hasName = true
    return session
  }

  return {
    ...{ rooms, members, people, told, audited, instances, homes, engine, voice, person, device },
    ...{ letInto, left, faults },
    /** The store was away: news may have been missed, and what it kept for a while may be gone. */
    comeBack: () => isBack(),
    /** So many milliseconds later, at the next beat. */
    async beatAfter(ms: number) {
      time += ms
      voice.watch()
      timers.pop()?.()
      await settled()
    },
    /** Something about the person or the room is stored differently, and told of unless it is lost. */
    changePerson(session: Session, more: Partial<KnownPerson>, { isTold = true } = {}) {
      const known = people.get(idOf(session)) as KnownPerson
      people.set(known.id, { ...known, ...more })
      if (isTold) instances.tell({ kind: 'person', personId: known.id })
    },
    changeRoom(roomId: RoomId | undefined, more: Partial<Room>, { isTold = true } = {}) {
      rooms.set(roomId as RoomId, roomOf(roomId, more))
      if (isTold) instances.tell({ kind: 'room', roomId: roomId as RoomId })
    },
    /** One more device of the person. */
    other: ({ person: known }: Session) => device(known as never),
    /** The lists of the room that were told, as names. */
    lists: (roomId: RoomId | undefined) =>
      told.flatMap(({ to, name, payload }) =>
        to === roomId && name === 'voice:people'
          ? [(payload as { people: VoicePersonWire[] }).people.map((one) => one.name)]
          : [],
      ),
    /** Who is shown as silenced in the newest list of the room. */
    silenced: (roomId: RoomId | undefined) =>
      told
        .flatMap(({ to, name, payload }) =>
          to === roomId && name === 'voice:people'
            ? [(payload as { people: VoicePersonWire[] }).people]
            : [],
        )
        .at(-1)
        ?.flatMap(({ name, isSilenced }) => (isSilenced ? [name] : [])),
    endings: ({ id }: Session) =>
      told.flatMap(({ to, name, payload }) =>
        to === id && name === 'voice:ended' ? [payload as { stay: string; reason: string }] : [],
      ),
    join,
    async joined(session: Session, roomId?: RoomId, state = {}) {
      const reply = await join(session, roomId, state)
      if (!reply.ok) throw new Error(reply.error.message)
      return reply.value
    },
  }
}

export const idOf = ({ person }: Session): PersonId => (person as { id: PersonId }).id

/** Everything that goes on in the background has been done. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
