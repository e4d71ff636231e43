import type { RoomId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import { privateRoomId, roomIdFor } from '#shared/domain/room-ids.ts'
import { ROOM_DEFAULTS, ROOMS_MAX, type Room } from '#shared/domain/rooms.ts'
import { succeed } from '#shared/lib/result.ts'
import type { ParsedInput, ReplyValue } from '#shared/protocol/maps.ts'
import type { Clock } from '../ports/clock.ts'
import type { Instances } from '../ports/instances.ts'
import type { PresenceStore } from '../ports/presence-store.ts'
import type { RoomChange, RoomStore } from '../ports/room-store.ts'
import type { Passwords } from '../ports/secrets.ts'
import { noSuchRoom, type Access } from './access.ts'
import type { Announcer } from './announcer.ts'
import type { Audit } from './audit.ts'
import type { KnownRooms } from './known-rooms.ts'
import { refuse, type Outcome } from './outcome.ts'
import { describeChange, noticesOf } from './room-changes.ts'
import type { Rooms } from './rooms.ts'
import type { Rules } from './rules.ts'
import type { Session } from './session.ts'
import { toRoomWire } from './wire.ts'

/** Six tries of 36^6 ids each: they are all taken when pigs fly. */
const ID_TRIES = 6

type Refusals = 'unauthorized' | 'forbidden' | 'not-found'

interface Managed {
  readonly person: Person
  readonly room: Room
}

export type RoomManagement = ReturnType<typeof createRoomManagement>

/** Creating rooms, saying what is said about them, archiving and deleting them. */
export function createRoomManagement(deps: {
  readonly access: Access
  readonly rules: Rules
  readonly store: RoomStore
  readonly rooms: KnownRooms
  readonly stays: Rooms
  readonly presence: PresenceStore
  readonly announcer: Announcer
  readonly instances: Instances
  readonly passwords: Passwords
  readonly audit: Audit
  readonly clock: Clock
  /** Six lower-case letters and digits that nobody can guess. */
  readonly newSuffix: () => string
}) {
  const { access, rules, store, rooms, stays, presence, announcer, instances } = deps
  const { passwords, audit, clock, newSuffix } = deps

  async function toWire(room: Room): Promise<{ room: ReplyValue<'room:create'>['room'] }> {
    return { room: toRoomWire(room, (await presence.counts()).get(room.id) ?? 0) }
  }

  /** The room is not what it was: everybody hears of it who may. */
  async function tell(room: Room, before: Room | null): Promise<void> {
    const isNarrowed = before?.access === 'public' && room.access !== 'public'
    instances.tell(
      isNarrowed
        ? { kind: 'room-closed', roomId: room.id, personId: null }
        : { kind: 'room', roomId: room.id },
    )
    const isListed = (one: Room | null): boolean => one !== null && one.access !== 'private'
    if (isListed(room) || isListed(before)) await announcer.roomsChanged()
    if (room.access === 'private') await announcer.mineChanged(room.id)
    else if (before?.access === 'private') await announcer.tellMine(await rooms.membersOf(room.id))
  }

  /** A room that is not there and one that is none of somebody's business are answered alike. */
  async function managed(session: Session, roomId: RoomId): Promise<Outcome<Managed, Refusals>> {
    const person = await access.identified(session)
    if (!person.ok) return person
    const room = await rooms.find(roomId)
    if (!room) return noSuchRoom(roomId)
    if (await rules.mayManage(person.value, room)) return succeed({ person: person.value, room })
    return room.access !== 'private' || (await rules.mayRead(person.value, room))
      ? refuse('forbidden', 'Only whoever made this room, or an admin, may do this')
      : noSuchRoom(roomId)
  }

  /** Whoever is new has to find a room to come into. */
  async function isLastOpen(roomId: RoomId): Promise<boolean> {
    const open = (await rooms.list()).filter(
      ({ access: who, archivedAt }) => who === 'public' && archivedAt === null,
    )
    return open.length === 1 && open[0]?.id === roomId
  }

  const lastOpen = () =>
    refuse('conflict', 'This is the last room that everybody can enter: create another one first')

  async function createUnder(
    room: Omit<Room, 'id'>,
    members: readonly Person['id'][],
    password: string | undefined,
  ): Promise<Outcome<Room, 'conflict'>> {
    const passwordHash =
      room.access === 'password' && password !== undefined ? await passwords.hash(password) : null
    for (let tries = 0; tries < ID_TRIES; tries += 1) {
      const suffix = newSuffix()
      const id =
        room.access === 'private'
          ? privateRoomId(suffix)
          : roomIdFor(room.name, tries === 0 ? '' : suffix)
      const created = { ...room, id }
      const outcome = await store.create({
        room: created,
        passwordHash,
        members,
        roomsMax: ROOMS_MAX,
      })
      if (outcome === 'created') return succeed(created)
      if (outcome === 'full') {
        return refuse('conflict', `A server has at most ${ROOMS_MAX} rooms: delete one first`)
      }
    }
    throw new Error('No id could be found for a new room')
  }

  async function setPassword(
    room: Room,
    access_: Room['access'],
    password: string | undefined,
  ): Promise<Outcome<null, 'conflict'>> {
    if (access_ !== 'password') {
      if (room.access === 'password') await store.setPassword(room.id, null)
      return succeed(null)
    }
    if (password !== undefined) await store.setPassword(room.id, await passwords.hash(password))
    else if ((await store.passwordOf(room.id)) === null) return needsPassword()
    return succeed(null)
  }

  return {
    async create(
      session: Session,
      { password, ...settings }: ParsedInput<'room:create'>,
    ): Promise<Outcome<ReplyValue<'room:create'>, 'unauthorized' | 'forbidden' | 'conflict'>> {
      const identified = await access.identified(session)
      if (!identified.ok) return identified
      const person = identified.value
      if (!(await rules.has(person, 'room:create'))) {
        return refuse('forbidden', 'Guests cannot create rooms')
      }
      const room = { ...ROOM_DEFAULTS, topic: '', ...given(settings), creatorId: person.id }
      if (room.access === 'password' && password === undefined) return needsPassword()
      const members = room.access === 'public' ? [] : [person.id]
      const created = await createUnder(room, members, password)
      if (!created.ok) return created
      const { id } = created.value
      await tell(created.value, null)
      await audit({
        action: 'create-room',
        actor: person,
        roomId: id,
        detail: nameForLog(created.value),
      })
      return succeed(await toWire(created.value))
    },

    async update(
      session: Session,
      { roomId, password, ...settings }: ParsedInput<'room:update'>,
    ): Promise<Outcome<ReplyValue<'room:update'>, Refusals | 'conflict'>> {
      const found = await managed(session, roomId)
      if (!found.ok) return found
      const { person, room } = found.value
      const change: RoomChange = given(settings)
      const narrows = room.access === 'public' && (change.access ?? 'public') !== 'public'
      if (narrows && (await isLastOpen(roomId))) return lastOpen()
      const ready = await setPassword(room, change.access ?? room.access, password)
      if (!ready.ok) return ready
      if (narrows) {
        // First, so that there is no moment in which nobody may read it.
        await store.addMember(roomId, person.id)
        if (room.creatorId) await store.addMember(roomId, room.creatorId)
      }
      const changed = await store.update(roomId, change)
      if (!changed) return noSuchRoom(roomId)
      const detail = describeChange(room, changed, password !== undefined)
      if (detail !== null) {
        await tell(changed, room)
        for (const notice of noticesOf(person, room, changed)) stays.notify(roomId, notice)
        await audit({ action: 'update-room', actor: person, roomId, detail })
      }
      return succeed(await toWire(changed))
    },

    async archive(
      session: Session,
      { roomId, on }: ParsedInput<'room:archive'>,
    ): Promise<Outcome<ReplyValue<'room:archive'>, Refusals | 'conflict'>> {
      const found = await managed(session, roomId)
      if (!found.ok) return found
      const { person, room } = found.value
      if ((room.archivedAt !== null) === on) return succeed(await toWire(room))
      if (on && (await isLastOpen(roomId))) return lastOpen()
      const changed = await store.update(roomId, { archivedAt: on ? clock.now() : null })
      if (!changed) return noSuchRoom(roomId)
      await tell(changed, room)
      stays.notify(roomId, `${person.name} ${on ? 'archived the room' : 'brought the room back'}`)
      await audit({
        action: 'archive-room',
        actor: person,
        roomId,
        detail: `${on ? 'archived' : 'brought back'} ${nameForLog(changed)}`,
      })
      return succeed(await toWire(changed))
    },

    async remove(
      session: Session,
      { roomId }: ParsedInput<'room:delete'>,
    ): Promise<Outcome<ReplyValue<'room:delete'>, Refusals | 'conflict'>> {
      const found = await managed(session, roomId)
      if (!found.ok) return found
      const { person, room } = found.value
      if (await isLastOpen(roomId)) return lastOpen()
      const members = await rooms.membersOf(roomId)
      if (!(await store.remove(roomId))) return noSuchRoom(roomId)
      instances.tell({ kind: 'room-closed', roomId, personId: null })
      if (room.access === 'private') await announcer.tellMine(members)
      else await announcer.roomsChanged()
      const detail = nameForLog(room)
      await audit({ action: 'delete-room', actor: person, roomId, detail })
      return succeed({})
    },
  }
}

const needsPassword = () => refuse('conflict', 'A room with a password needs one')

/** The log is read by people who must not know what private rooms there are. */
const nameForLog = ({ access, name }: Room): string =>
  access === 'private' ? 'a private room' : name

/** Without what was left out. */
const given = <Settings extends object>(settings: Settings): Defined<Settings> =>
  Object.fromEntries(
    Object.entries(settings).filter(([, value]) => value !== undefined),
  ) as Defined<Settings>

type Defined<Settings> = { [Name in keyof Settings]: Exclude<Settings[Name], undefined> }
