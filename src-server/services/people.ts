import type { BlobId, PersonId, RoomId } from '#shared/domain/ids.ts'
import { nameKeys } from '#shared/domain/names.ts'
import type { Availability, Person } from '#shared/domain/people.ts'
import { succeed } from '#shared/lib/result.ts'
import type { ErrorCode } from '#shared/protocol/errors.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'
import type { Clock } from '../ports/clock.ts'
import type { Instances } from '../ports/instances.ts'
import type { KnownPerson, PeopleStore } from '../ports/people-store.ts'
import type { PresenceNews } from '../ports/presence-news.ts'
import type { PresenceStore } from '../ports/presence-store.ts'
import type { Passwords } from '../ports/secrets.ts'
import { personOf } from './access.ts'
import { tooManyTries } from './identity.ts'
import type { Media } from './media.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { PasswordCheck } from './password-check.ts'
import type { PeopleNews } from './people-news.ts'
import type { Profiles } from './profiles.ts'
import { inTurn, type Session } from './session.ts'

/** Who was not here for a quarter of a year, and has no protected name, is not listed any more. */
const LISTED_FOR_MS = 90 * 86_400_000

export interface ProfileRequest {
  readonly statusText?: string | undefined
  readonly avatar?: BlobId | null | undefined
  readonly availability?: Availability | undefined
}

export interface ProtectRequest {
  readonly password: string | null
  readonly current?: string | undefined
}

type OwnProfile = ReplyValue<'profile:update'>

export type People = ReturnType<typeof createPeople>

/** Everybody on the server, and what each says about themselves. */
export function createPeople(deps: {
  readonly people: PeopleStore
  readonly presence: PresenceStore
  readonly profiles: Profiles
  readonly peopleNews: PeopleNews
  readonly presenceNews: Pick<PresenceNews, 'departed' | 'returned'>
  readonly instances: Instances
  readonly passwords: Passwords
  readonly checkPassword: PasswordCheck
  readonly clock: Clock
  /** Makes sure that there is such a picture, uploaded by this person. */
  readonly avatarFrom: Media['avatarFrom']
}) {
  const { people, presence, profiles, peopleNews, presenceNews, instances, passwords } = deps
  const { checkPassword, clock, avatarFrom } = deps

  async function tellOfProfile(personId: PersonId): Promise<OwnProfile> {
    instances.tell({ kind: 'person', personId })
    await peopleNews.ownChanged(personId)
    return { you: await profiles.own(personId) }
  }

  /**
   * Somebody who becomes invisible leaves every room in the eyes of the others, and comes back into them
   * when they want to be seen again.
   */
  async function changeSight(person: Person, isHidden: boolean): Promise<void> {
    const rooms = await presence.setHidden(person.id, isHidden)
    const seen = rooms.map((roomId: RoomId) => ({ roomId, person, wasLast: true }))
    if (seen.length === 0) return
    if (isHidden) presenceNews.departed(seen)
    else presenceNews.returned(seen)
  }

  /** From now on the time stands still for the others. */
  const noteLastSeen = (known: KnownPerson, availability: Availability | undefined) =>
    availability === 'invisible' && known.availability !== 'invisible'
      ? people.touch(known.id, clock.now())
      : undefined

  async function update(
    person: Person,
    { statusText, avatar, availability }: ProfileRequest,
  ): Promise<Outcome<OwnProfile, 'not-found' | 'invalid' | 'too-large'>> {
    const picture = avatar ? await avatarFrom(person, avatar) : null
    if (picture?.ok === false) return picture
    const known = await people.find(person.id)
    if (!known) throw new Error('Somebody who is here is not stored')
    await noteLastSeen(known, availability)
    await people.update(person.id, {
      ...(statusText === undefined ? {} : { statusText }),
      ...(avatar === undefined ? {} : { avatar }),
      ...(availability === undefined ? {} : { availability }),
    })
    if (availability) await changeSight(person, availability === 'invisible')
    peopleNews.profileChanged(person.id)
    return succeed(await tellOfProfile(person.id))
  }

  /** Whoever found a device unlocked must not be able to take the name along. */
  async function refuseWithoutCurrent(session: Session, person: Person, current?: string) {
    const reserved = await people.protectedBy(nameKeys(person.name))
    if (!reserved || reserved.id !== person.id) return null
    const countFor = [`address:${session.address}`, `person:${person.id}`]
    const verdict = await checkPassword({ given: current, hash: reserved.hash, countFor })
    switch (verdict.kind) {
      case 'right':
        return null
      case 'wrong':
        return refuse('forbidden', 'The present password is needed, and this is not it')
      case 'blocked':
        return tooManyTries(verdict.retryAfter)
    }
  }

  async function protect(
    session: Session,
    person: Person,
    { password, current }: ProtectRequest,
  ): Promise<Outcome<OwnProfile, 'forbidden' | 'rate-limited' | 'conflict'>> {
    const refusal = await refuseWithoutCurrent(session, person, current)
    if (refusal) return refusal
    const protection = password === null ? null : await passwords.hash(password)
    const isDone = await people.protect(
      person.id,
      protection && { keys: nameKeys(person.name), hash: protection },
    )
    return isDone
      ? succeed(await tellOfProfile(person.id))
      : refuse('conflict', 'Somebody else has protected this name, or one that looks like it')
  }

  /** One change of a session at a time, by somebody who has a name. */
  const byPerson =
    <Input, Value, Code extends ErrorCode>(
      change: (session: Session, person: Person, input: Input) => Promise<Outcome<Value, Code>>,
    ) =>
    (session: Session, input: Input): Promise<Outcome<Value, Code | 'unauthorized'>> =>
      inTurn(session, async () => {
        const person = personOf(session)
        return person.ok ? change(session, person.value, input) : person
      })

  return {
    list: byPerson<void, ReplyValue<'people:list'>, never>(async () =>
      succeed({ people: await profiles.list(clock.now() - LISTED_FOR_MS) }),
    ),

    updateProfile: byPerson((_session, person, request: ProfileRequest) => update(person, request)),

    noteActivity: byPerson<{ readonly isActive: boolean }, ReplyValue<'profile:activity'>, never>(
      async (session, person, { isActive }) => {
        const hasChanged = await presence.setActive(session.id, isActive)
        if (hasChanged) peopleNews.presenceChanged(person.id)
        return succeed({})
      },
    ),

    protect: byPerson(protect),
  }
}
