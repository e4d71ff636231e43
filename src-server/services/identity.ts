import { sessionTokenSchema, type PersonId, type SessionToken } from '#shared/domain/ids.ts'
import { nameKeys, type PersonName } from '#shared/domain/names.ts'
import type { Person } from '#shared/domain/people.ts'
import { succeed } from '#shared/lib/result.ts'
import { DEVICES_PER_PERSON } from '#shared/protocol/limits.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { ModerationStore } from '../ports/moderation-store.ts'
import type { KnownPerson, PeopleStore } from '../ports/people-store.ts'
import type { PresenceStore } from '../ports/presence-store.ts'
import type { PasswordHash, Secrets } from '../ports/secrets.ts'
import type { Bans } from './bans.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { PasswordCheck } from './password-check.ts'
import type { PeopleNews } from './people-news.ts'
import type { Session } from './session.ts'

interface Identified {
  readonly person: Person
  readonly token: SessionToken
  /** Others know this person under a former name. */
  readonly isRenamed: boolean
}

/** Who somebody says to be. The password is that of a protected name. */
export interface Introduction {
  readonly name: PersonName
  readonly password?: string | undefined
}

interface Known {
  readonly person: Person
  readonly token: SessionToken
}

type IdentityRefusal = 'name-taken' | 'name-protected' | 'banned' | 'rate-limited'

type Settled = Outcome<Identified, IdentityRefusal>

export type Identity = ReturnType<typeof createIdentity>

/**
 * Who somebody is. There are no accounts: a name makes a person, and a secret token makes the same
 * person again. Names are unique among those who are here, not among all who ever were: a plain
 * client keeps no token and has to get its name back after a lost connection. A name that is protected
 * by a password belongs to its person always, and whoever knows the password is that person.
 */
export function createIdentity(deps: {
  readonly people: PeopleStore
  readonly presence: PresenceStore
  readonly moderation: ModerationStore
  readonly bans: Bans
  readonly checkPassword: PasswordCheck
  readonly peopleNews: PeopleNews
  readonly secrets: Secrets
  readonly clock: Clock
  readonly log: Log
}) {
  const { people, presence, moderation, bans, checkPassword, peopleNews, secrets, clock, log } =
    deps
  const online = new Set<Session>()

  const claim = (session: Session, person: Person, isHidden: boolean): Promise<boolean> =>
    presence.claimName({ sessionId: session.id, person, keys: nameKeys(person.name), isHidden })

  async function introduce(session: Session, name: PersonName): Promise<Settled> {
    const person: Person = { id: secrets.newPersonId(), name }
    if (!(await claim(session, person, false))) return nameTaken(name)
    const token = secrets.newToken()
    try {
      const { newcomerRole: role } = await moderation.settings()
      const tokenHash = secrets.hash(token)
      await people.create({ ...person, tokenHash, createdAt: clock.now(), role })
    } catch (error) {
      await presence.dropSession(session.id)
      throw error
    }
    return succeed({ person, token, isRenamed: false })
  }

  async function comeBack(
    session: Session,
    known: KnownPerson,
    token: SessionToken,
    name: PersonName,
  ): Promise<Settled> {
    const person: Person = { id: known.id, name }
    const isRenamed = name !== known.name
    // The new name is stored before others see it; a name that turns out to be taken is put back.
    if (!(await claim(session, person, isHidden(known)))) return nameTaken(name)
    if (!isRenamed) return succeed({ person, token, isRenamed })
    const isStored = await people.rename(person.id, name, nameKeys(name)).catch(async (error) => {
      await putBack(session, known)
      throw error
    })
    if (!isStored) {
      await putBack(session, known)
      return nameProtected(name)
    }
    rename(person)
    return succeed({ person, token, isRenamed })
  }

  async function putBack(session: Session, { id, name, availability }: KnownPerson): Promise<void> {
    await claim(session, { id, name }, availability === 'invisible')
    await presence.dropSession(session.id)
  }

  /** One more device of somebody whose name is protected. */
  async function enterByPassword(
    session: Session,
    reserved: { readonly id: PersonId; readonly hash: PasswordHash },
    { name, password }: Introduction,
  ): Promise<Settled> {
    const { id, hash } = reserved
    const countFor = [`address:${session.address}`, `person:${id}`]
    const verdict = await checkPassword({ given: password, hash, countFor })
    if (verdict.kind === 'blocked') return tooManyTries(verdict.retryAfter)
    const known = verdict.kind === 'right' ? await people.find(id) : null
    if (!known) return nameProtected(name)
    const token = secrets.newToken()
    await people.addToken(id, secrets.hash(token), DEVICES_PER_PERSON)
    return comeBack(session, known, token, known.name)
  }

  async function identify(session: Session, introduction: Introduction): Promise<Settled> {
    const { name } = introduction
    const known = session.person && (await people.find(session.person.id))
    const reserved = await people.protectedBy(nameKeys(name))
    if (reserved && reserved.id !== known?.id) {
      return enterByPassword(session, reserved, introduction)
    }
    return known && session.token
      ? comeBack(session, known, session.token, name)
      : introduce(session, name)
  }

  /**
   * Last of all, because whoever is banned in this moment is found either here or among the sessions
   * that are to be ended.
   */
  async function refuseBanned(session: Session, before: Person | null) {
    const { person } = session
    const banned =
      person && (await bans.refusalFor({ personId: person.id, keys: nameKeys(person.name) }))
    if (!banned) return null
    session.hasName = false
    session.person = before
    await presence.dropSession(session.id)
    return banned
  }

  /** All sessions of the person here speak under the new name from now on. */
  function rename(person: Person): void {
    for (const session of online) if (session.person?.id === person.id) session.person = person
  }

  /**
   * The person that a token belongs to. Anything else than a known token is nobody, which is not
   * a fault: the server may have been set up anew.
   */
  async function admit(candidate: unknown): Promise<Outcome<Known | null, 'banned'>> {
    const token = sessionTokenSchema.safeParse(candidate)
    if (!token.success) return succeed(null)
    const person = await people.findByTokenHash(secrets.hash(token.data))
    if (!person) return succeed(null)
    const { id, name } = person
    const banned = await bans.refusalFor({ personId: id })
    return banned ?? succeed({ person: { id, name }, token: token.data })
  }

  return {
    rename,

    admit,

    /** The person that a token belongs to; nobody who is banned. */
    async recognize(candidate: unknown): Promise<Known | null> {
      const admitted = await admit(candidate)
      return admitted.ok ? admitted.value : null
    },

    begin(session: Session): void {
      online.add(session)
    },

    /** The sessions of the person on this instance. */
    sessionsOf: (personId: PersonId): readonly Session[] =>
      [...online].filter(({ person }) => person?.id === personId),

    /** Makes sure that the session has a person and a name. The first name given counts. */
    async settle(session: Session, introduction: Introduction): Promise<Settled> {
      const { person: before, token: formerToken } = session
      if (before && formerToken && session.hasName) {
        return succeed({ person: before, token: formerToken, isRenamed: false })
      }
      const unwelcome = await bans.refusalFor({ keys: nameKeys(introduction.name) })
      if (unwelcome) return unwelcome
      const settled = await identify(session, introduction)
      if (!settled.ok) return settled
      const { person, token, isRenamed } = settled.value
      Object.assign(session, { person, token, hasName: true })
      const banned = await refuseBanned(session, before)
      if (banned) return banned
      if (isRenamed) peopleNews.profileChanged(person.id)
      else peopleNews.presenceChanged(person.id)
      return settled
    },

    /** Notes when the person was last here, and tells that they went. */
    async end(session: Session): Promise<void> {
      online.delete(session)
      const { person, hasName } = session
      if (!person || !hasName) return
      try {
        const known = await people.find(person.id)
        // When somebody who is not seen was last here must not be seen either.
        if (known && !isHidden(known)) await people.touch(person.id, clock.now())
      } catch (error) {
        log.warn({ reason: String(error) }, 'could not note when somebody was last here')
      }
      peopleNews.presenceChanged(person.id)
    },
  }
}

const isHidden = ({ availability }: KnownPerson): boolean => availability === 'invisible'

const nameTaken = (name: PersonName) =>
  refuse('name-taken', `"${name}" is used by somebody who is here, or looks too much like it`)

const nameProtected = (name: PersonName) =>
  refuse('name-protected', `"${name}" belongs to somebody: give the password, or take another name`)

export const tooManyTries = (retryAfter: number) =>
  refuse('rate-limited', 'Too many wrong passwords: wait before you try again', retryAfter)
