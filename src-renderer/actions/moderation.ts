import { personIdSchema, type PersonId } from '#shared/domain/ids.ts'
import type { Role } from '#shared/domain/rights.ts'
import { succeed, type Result } from '#shared/lib/result.ts'
import type {
  AuditEntryWire,
  BanWire,
  ServerSettingsWire,
} from '#shared/protocol/moderation-wire.ts'
import type { RequestInput } from '#shared/protocol/maps.ts'
import type { Moderating } from '../state/moderating.ts'
import { askServer } from './ask-server.ts'
import type { ActionContext } from './context.ts'
import type { Done } from './manage-rooms.ts'
import { showNotice } from './notices.ts'
import { handlePeople } from './profiles.ts'

/** Asks how somebody is to be moderated; null when that is settled. */
export const startModerating = ({ store }: ActionContext, moderating: Moderating | null): void =>
  store.setState({ moderating })

/** Throws somebody out, who may come back. */
export const kick = (context: ActionContext, userId: PersonId, reason: string): Promise<Done> =>
  act(context, 'person:kick', { userId, reason }, 'was thrown out')

/** Silences somebody in text for so many seconds. */
export const mute = (
  context: ActionContext,
  userId: PersonId,
  seconds: number,
  reason: string,
): Promise<Done> => act(context, 'person:mute', { userId, seconds, reason }, 'is silenced')

export const unmute = (context: ActionContext, userId: PersonId): Promise<Done> =>
  act(context, 'person:mute', { userId, seconds: 0 }, 'may speak again')

/** Keeps somebody out, for so many seconds or until it is lifted (null). */
export const ban = (
  context: ActionContext,
  userId: PersonId,
  seconds: number | null,
  reason: string,
): Promise<Done> => act(context, 'person:ban', { userId, seconds, reason }, 'is kept out')

export async function unban(context: ActionContext, { userId, name }: BanWire): Promise<Done> {
  const lifted = await askServer(context, 'person:unban', { userId })
  if (lifted.ok) showNotice(context, `${name} may come in again.`, 'success')
  return lifted.ok ? succeed(null) : lifted
}

export async function setRole(context: ActionContext, userId: PersonId, role: Role): Promise<Done> {
  const set = await askServer(context, 'person:set-role', { userId, role })
  if (!set.ok) {
    showNotice(context, set.error, 'problem')
    return set
  }
  handlePeople(context, [set.value.person])
  showNotice(context, `${set.value.person.name} is ${WITH_ARTICLE[role]} now.`, 'success')
  return succeed(null)
}

const WITH_ARTICLE: Readonly<Record<Role, string>> = {
  owner: 'an owner',
  admin: 'an admin',
  moderator: 'a moderator',
  member: 'a member',
  guest: 'a guest',
}

export async function loadBans(
  context: ActionContext,
): Promise<Result<readonly BanWire[], string>> {
  const listed = await askServer(context, 'moderation:bans', undefined)
  return listed.ok ? succeed(listed.value.bans) : listed
}

export interface AuditPage {
  readonly entries: readonly AuditEntryWire[]
  readonly more: boolean
}

/** A page of the audit log, the newest entries first. */
export const loadAuditLog = (
  context: ActionContext,
  before?: number,
): Promise<Result<AuditPage, string>> =>
  askServer(context, 'moderation:log', before === undefined ? {} : { before })

export async function loadServerSettings(
  context: ActionContext,
): Promise<Result<ServerSettingsWire, string>> {
  const asked = await askServer(context, 'server:settings', undefined)
  return asked.ok ? succeed(asked.value.settings) : asked
}

export async function updateServer(
  context: ActionContext,
  change: RequestInput<'server:update'>,
): Promise<Result<ServerSettingsWire, string>> {
  const updated = await askServer(context, 'server:update', change)
  return updated.ok ? succeed(updated.value.settings) : updated
}

type Act = 'person:kick' | 'person:mute' | 'person:ban'

async function act<Name extends Act>(
  context: ActionContext,
  name: Name,
  input: RequestInput<Act> & RequestInput<Name>,
  whatHappened: string,
): Promise<Done> {
  const answer = await askServer(context, name, input)
  if (!answer.ok) return answer
  const person = context.store.getState().profiles.get(personIdSchema.parse(input.userId))
  showNotice(context, `${person?.name ?? 'The person'} ${whatHappened}.`, 'success')
  return succeed(null)
}
