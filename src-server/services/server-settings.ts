import { succeed } from '#shared/lib/result.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'
import type { Instances } from '../ports/instances.ts'
import type { ModerationStore, ServerSettings } from '../ports/moderation-store.ts'
import type { Passwords } from '../ports/secrets.ts'
import type { Access } from './access.ts'
import type { Audit } from './audit.ts'
import { tooManyTries } from './identity.ts'
import { toSettingsWire } from './moderation-wire.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { PasswordCheck } from './password-check.ts'
import type { Session } from './session.ts'

export interface SettingsRequest {
  readonly password?: string | null | undefined
  readonly newcomerRole?: ServerSettings['newcomerRole'] | undefined
  readonly retentionDays?: number | null | undefined
}

/** No password of ours is longer; whatever comes instead is not worth a look. */
const GIVEN_MAX_LENGTH = 200

export type Settings = ReturnType<typeof createServerSettings>

/** What admins may change about the server, and the password at its door. */
export function createServerSettings(deps: {
  readonly moderation: ModerationStore
  readonly passwords: Passwords
  readonly checkPassword: PasswordCheck
  readonly access: Access
  readonly audit: Audit
  readonly instances: Instances
}) {
  const { moderation, passwords, checkPassword, access, audit, instances } = deps

  const admin = (session: Session) => access.entitled(session, 'server:manage')

  return {
    needsPassword: async (): Promise<boolean> =>
      (await moderation.settings()).passwordHash !== null,

    /**
     * Whoever connects has to give the password, with a session token too: the token says who somebody is,
     * the password that they are let in, and a new password has to keep out who knew the former one.
     *
     * @returns null for somebody who may come in
     */
    async refuseAtDoor(address: string, given: unknown) {
      const { passwordHash: hash } = await moderation.settings()
      if (hash === null) return null
      const isText = typeof given === 'string' && given !== '' && given.length <= GIVEN_MAX_LENGTH
      const countFor = [`address:${address}`]
      const verdict = await checkPassword({ given: isText ? given : undefined, hash, countFor })
      if (verdict.kind === 'right') return null
      if (verdict.kind === 'blocked') return tooManyTries(verdict.retryAfter)
      return refuse(
        'password-required',
        isText ? 'The password of the server is wrong' : 'This server needs a password',
      )
    },

    async show(
      session: Session,
    ): Promise<Outcome<ReplyValue<'server:settings'>, 'unauthorized' | 'forbidden'>> {
      const actor = await admin(session)
      if (!actor.ok) return actor
      return succeed({ settings: toSettingsWire(await moderation.settings()) })
    },

    async update(
      session: Session,
      request: SettingsRequest,
    ): Promise<Outcome<ReplyValue<'server:update'>, 'unauthorized' | 'forbidden'>> {
      const actor = await admin(session)
      if (!actor.ok) return actor
      const { password, newcomerRole, retentionDays } = request
      const passwordHash = typeof password === 'string' ? await passwords.hash(password) : password
      const settings = await moderation.changeSettings({
        ...(passwordHash === undefined ? {} : { passwordHash }),
        ...(newcomerRole === undefined ? {} : { newcomerRole }),
        ...(retentionDays === undefined ? {} : { retentionDays }),
      })
      await audit({ action: 'update-server', actor: actor.value, detail: detailOf(request) })
      instances.tell({ kind: 'settings' })
      return succeed({ settings: toSettingsWire(settings) })
    },
  }
}

/** For the log: what was changed, and nothing secret. */
function detailOf({ password, newcomerRole, retentionDays }: SettingsRequest): string {
  const parts = [
    password === undefined ? [] : [password === null ? 'no password' : 'new password'],
    newcomerRole === undefined ? [] : [`newcomers: ${newcomerRole}`],
    retentionDays === undefined ? [] : [`retention: ${retentionDays ?? 'none'}`],
  ]
  return parts.flat().join(', ')
}
