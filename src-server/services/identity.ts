import { sessionTokenSchema, type SessionToken } from '#shared/domain/ids.ts'
import { nameKeys, type PersonName } from '#shared/domain/names.ts'
import type { Person } from '#shared/domain/people.ts'
import { succeed } from '#shared/lib/result.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { PeopleStore } from '../ports/people-store.ts'
import type { PresenceStore } from '../ports/presence-store.ts'
import type { Secrets } from '../ports/secrets.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { Session } from './session.ts'

export interface Identified {
  readonly person: Person
  readonly token: SessionToken
  /** Others know this person under a former name. */
  readonly isRenamed: boolean
}

export type Identity = ReturnType<typeof createIdentity>

/**
 * Who somebody is. There are no accounts: a name makes a person, and a secret token makes the same
 * person again. Names are unique among those who are here, not among all who ever were: a plain
 * client keeps no token and has to get its name back after a lost connection.
 */
export function createIdentity(deps: {
  readonly people: PeopleStore
  readonly presence: PresenceStore
  readonly secrets: Secrets
  readonly clock: Clock
  readonly log: Log
}) {
  const { people, presence, secrets, clock, log } = deps
  const online = new Set<Session>()

  const claim = (session: Session, person: Person): Promise<boolean> =>
    presence.claimName({ sessionId: session.id, person, keys: nameKeys(person.name) })

  async function introduce(
    session: Session,
    name: PersonName,
  ): Promise<Outcome<Identified, 'name-taken'>> {
    const person: Person = { id: secrets.newPersonId(), name }
    if (!(await claim(session, person))) return nameTaken(name)
    const token = secrets.newToken()
    try {
      await people.create({ ...person, tokenHash: secrets.hash(token), createdAt: clock.now() })
    } catch (error) {
      await presence.dropSession(session.id)
      throw error
    }
    return succeed({ person, token, isRenamed: false })
  }

  async function comeBack(
    session: Session,
    known: { person: Person; token: SessionToken },
    name: PersonName,
  ): Promise<Outcome<Identified, 'name-taken'>> {
    const { token } = known
    const person: Person = { id: known.person.id, name }
    const isRenamed = name !== known.person.name
    // The new name is stored before others see it; a name that turns out to be taken is put back.
    if (!(await claim(session, person))) return nameTaken(name)
    if (!isRenamed) return succeed({ person, token, isRenamed })
    try {
      await people.rename(person.id, name)
    } catch (error) {
      await claim(session, known.person)
      await presence.dropSession(session.id)
      throw error
    }
    rename(person)
    return succeed({ person, token, isRenamed })
  }

  /** All sessions of the person here speak under the new name from now on. */
  function rename(person: Person): void {
    for (const session of online) if (session.person?.id === person.id) session.person = person
  }

  return {
    rename,

    /**
     * The person that a token belongs to. Anything else than a known token is nobody, which is not
     * a fault: the server may have been set up anew.
     */
    async recognize(candidate: unknown): Promise<{ person: Person; token: SessionToken } | null> {
      const token = sessionTokenSchema.safeParse(candidate)
      if (!token.success) return null
      const person = await people.findByTokenHash(secrets.hash(token.data))
      return person ? { person, token: token.data } : null
    },

    begin(session: Session): void {
      online.add(session)
    },

    /** Makes sure that the session has a person and a name. The first name given counts. */
    async settle(session: Session, name: PersonName): Promise<Outcome<Identified, 'name-taken'>> {
      const { person, token } = session
      if (person && token && session.hasName) {
        return succeed({ person, token, isRenamed: false })
      }
      const settled = await (person && token
        ? comeBack(session, { person, token }, name)
        : introduce(session, name))
      if (settled.ok) {
        session.person = settled.value.person
        session.token = settled.value.token
        session.hasName = true
      }
      return settled
    },

    /** Notes when the person was last here. A failure costs nothing but that note. */
    end(session: Session): void {
      online.delete(session)
      if (!session.person || !session.hasName) return
      people.touch(session.person.id, clock.now()).catch((error: unknown) => {
        log.warn({ error }, 'could not note when somebody was last here')
      })
    },
  }
}

const nameTaken = (name: PersonName) =>
  refuse('name-taken', `"${name}" is used by somebody who is here, or looks too much like it`)
