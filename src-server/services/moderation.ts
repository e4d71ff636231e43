import type { PersonId } from '#shared/domain/ids.ts'
import { nameKeys } from '#shared/domain/names.ts'
import type { Person } from '#shared/domain/people.ts'
import type { Right, Role } from '#shared/domain/rights.ts'
import { succeed } from '#shared/lib/result.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'
import type { Clock } from '../ports/clock.ts'
import type { Instances } from '../ports/instances.ts'
import type { Ban, ModerationStore } from '../ports/moderation-store.ts'
import type { KnownPerson, PeopleStore } from '../ports/people-store.ts'
import type { Access } from './access.ts'
import type { Audit } from './audit.ts'
import { sentenceFor } from './bans.ts'
import { toAuditEntryWire, toBanWire } from './moderation-wire.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { PeopleNews } from './people-news.ts'
import type { Profiles } from './profiles.ts'
import type { Rules } from './rules.ts'
import type { Session } from './session.ts'

interface About {
  readonly userId: PersonId
  readonly reason: string
}

/** Somebody who may, and somebody on whom. */
interface Pair {
  readonly actor: Person
  readonly target: KnownPerson
}

type Refusals = 'unauthorized' | 'forbidden' | 'not-found'

export type Moderation = ReturnType<typeof createModeration>

/** Roles, and what some may do to others. Every deed is written into the log. */
export function createModeration(deps: {
  readonly people: PeopleStore
  readonly moderation: ModerationStore
  readonly access: Access
  readonly rules: Rules
  readonly profiles: Profiles
  readonly peopleNews: PeopleNews
  readonly audit: Audit
  readonly instances: Instances
  readonly clock: Clock
}) {
  const { people, moderation, access, rules, profiles, peopleNews, audit, instances, clock } = deps

  /** The right to it, and being more trusted than the one it is done to. */
  async function reach(
    session: Session,
    userId: PersonId,
    right: Right,
  ): Promise<Outcome<Pair, Refusals>> {
    const actor = await access.entitled(session, right)
    if (!actor.ok) return actor
    const target = await people.find(userId)
    if (!target) return refuse('not-found', 'There is nobody of this id')
    return (await rules.outranks(actor.value, target))
      ? succeed({ actor: actor.value, target })
      : refuse('forbidden', 'Only somebody with a higher role than theirs can do this')
  }

  /** Everywhere else, and to the person's own devices. */
  async function tellOf({ id }: Person): Promise<void> {
    instances.tell({ kind: 'person', personId: id })
    peopleNews.profileChanged(id)
    await peopleNews.ownChanged(id)
  }

  function endSessions(personId: PersonId, end: Ending): void {
    instances.tell({ kind: 'end-sessions', personId, ...end })
  }

  return {
    async setRole(
      session: Session,
      { userId, role }: { readonly userId: PersonId; readonly role: Role },
    ): Promise<Outcome<ReplyValue<'person:set-role'>, Refusals | 'conflict'>> {
      const actor = await access.entitled(session, 'person:set-role')
      if (!actor.ok) return actor
      const target = await people.find(userId)
      if (!target) return refuse('not-found', 'There is nobody of this id')
      if (!(await rules.mayChangeRole(actor.value, target, role))) {
        return refuse('forbidden', 'You can give roles below your own, to people below you')
      }
      const outcome = await people.setRole(userId, role)
      if (outcome.kind === 'missing') return refuse('not-found', 'There is nobody of this id')
      if (outcome.kind === 'last-owner') {
        return refuse('conflict', 'A server keeps an owner: make somebody else one first')
      }
      await tellOf(target)
      await audit({ action: 'set-role', actor: actor.value, target, detail: role })
      const person = await profiles.find(userId)
      return person ? succeed({ person }) : refuse('not-found', 'There is nobody of this id')
    },

    async kick(
      session: Session,
      { userId, reason }: About,
    ): Promise<Outcome<ReplyValue<'person:kick'>, Refusals>> {
      const pair = await reach(session, userId, 'person:kick')
      if (!pair.ok) return pair
      const message = `A moderator has thrown you out${reason ? `: ${reason}` : ''}`
      endSessions(userId, { reason: 'kicked', message, until: null })
      await audit({ action: 'kick', ...pair.value, detail: reason })
      return succeed({})
    },

    async mute(
      session: Session,
      { userId, seconds, reason }: About & { readonly seconds: number },
    ): Promise<Outcome<ReplyValue<'person:mute'>, Refusals>> {
      const pair = await reach(session, userId, 'person:mute')
      if (!pair.ok) return pair
      const mutedUntil = seconds === 0 ? null : clock.now() + seconds * 1_000
      await people.update(userId, { mutedUntil })
      await tellOf(pair.value.target)
      const action = seconds === 0 ? 'unmute' : 'mute'
      await audit({ action, ...pair.value, detail: muteDetail(seconds, reason) })
      return succeed({ mutedUntil })
    },

    async ban(
      session: Session,
      { userId, seconds, reason }: About & { readonly seconds: number | null },
    ): Promise<Outcome<ReplyValue<'person:ban'>, Refusals>> {
      const pair = await reach(session, userId, 'person:ban')
      if (!pair.ok) return pair
      const { actor, target } = pair.value
      const bannedAt = clock.now()
      const until = seconds === null ? null : bannedAt + seconds * 1_000
      const ban: Ban = {
        person: { id: target.id, name: target.name },
        nameKeys: nameKeys(target.name),
        by: { id: actor.id, name: actor.name },
        reason,
        bannedAt,
        until,
      }
      await moderation.ban(ban)
      endSessions(userId, { reason: 'banned', message: sentenceFor(ban), until })
      const end = until === null ? 'for ever' : `until ${new Date(until).toISOString()}`
      await audit({ action: 'ban', actor, target, detail: reason ? `${reason} (${end})` : end })
      return succeed({ ban: toBanWire(ban) })
    },

    async unban(
      session: Session,
      { userId }: { readonly userId: PersonId },
    ): Promise<Outcome<ReplyValue<'person:unban'>, Refusals>> {
      const actor = await access.entitled(session, 'person:ban')
      if (!actor.ok) return actor
      const ban = (await moderation.bans(clock.now())).find(({ person }) => person.id === userId)
      if (!ban || !(await moderation.unban(userId))) {
        return refuse('not-found', 'This person is not banned')
      }
      await audit({ action: 'unban', actor: actor.value, target: ban.person })
      return succeed({})
    },

    async bans(
      session: Session,
    ): Promise<Outcome<ReplyValue<'moderation:bans'>, 'unauthorized' | 'forbidden'>> {
      const actor = await access.entitled(session, 'person:ban')
      if (!actor.ok) return actor
      return succeed({ bans: (await moderation.bans(clock.now())).map(toBanWire) })
    },

    async log(
      session: Session,
      { before, limit }: { readonly before?: number | undefined; readonly limit: number },
    ): Promise<Outcome<ReplyValue<'moderation:log'>, 'unauthorized' | 'forbidden'>> {
      const actor = await access.entitled(session, 'audit:read')
      if (!actor.ok) return actor
      // One more than asked for shows whether there are more.
      const entries = await moderation.log(before ?? null, limit + 1)
      const more = entries.length > limit
      return succeed({ entries: entries.slice(0, limit).map(toAuditEntryWire), more })
    },
  }
}

interface Ending {
  readonly reason: 'kicked' | 'banned'
  readonly message: string
  readonly until: number | null
}

const muteDetail = (seconds: number, reason: string): string => {
  if (seconds === 0) return reason
  return reason ? `${reason} (${seconds} s)` : `${seconds} s`
}
