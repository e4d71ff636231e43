import type { PersonId } from '#shared/domain/ids.ts'
import { fail } from '#shared/lib/result.ts'
import type { Clock } from '../ports/clock.ts'
import type { Ban, ModerationStore } from '../ports/moderation-store.ts'

/** Somebody who knocks: known already, or with the keys of a name (see `nameKeys`), or both. */
export interface Visitor {
  readonly personId?: PersonId | undefined
  readonly keys?: readonly string[] | undefined
}

export type Bans = ReturnType<typeof createBans>

/** Who is kept out. Asked of the store each time, so that no instance is behind the others. */
export function createBans(deps: { readonly moderation: ModerationStore; readonly clock: Clock }) {
  const { moderation, clock } = deps

  return {
    /** @returns null for somebody who may come in */
    async refusalFor(visitor: Visitor) {
      const bans = await moderation.bans(clock.now())
      const ban = bans.find((candidate) => concerns(candidate, visitor))
      return ban
        ? fail({ code: 'banned' as const, message: sentenceFor(ban), until: ban.until })
        : null
    },
  }
}

/** The name is kept out too, whoever uses it: coming back without the token would be too easy. */
const concerns = (ban: Ban, { personId, keys = [] }: Visitor): boolean =>
  ban.person.id === personId || ban.nameKeys.some((key) => keys.includes(key))

/** Until when is said in UTC, because the server does not know where the reader is. */
export function sentenceFor({ until, reason }: Pick<Ban, 'until' | 'reason'>): string {
  const end = until === null ? '' : ` until ${new Date(until).toISOString().slice(0, 16)} UTC`
  return `You are banned from this server${end.replace('T', ' ')}${reason ? `: ${reason}` : ''}`
}
