import { fail, succeed, type Result } from '#shared/lib/result.ts'
import type { PersonId } from '#shared/domain/ids.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ModerationStore } from '../../ports/moderation-store.ts'
import type { PeopleStore } from '../../ports/people-store.ts'
import type { RedisAddress } from '../../redis-url.ts'
import { connect } from './connect.ts'
import { createKeys } from './keys.ts'
import { createLink } from './link.ts'
import { createModerationStore } from './moderation-store.ts'
import { createPeopleStore } from './people-store.ts'
import { upgradePeople } from './people-upgrade.ts'

/** The people of a deployment, opened without becoming one of its instances. */
export async function openRedisPeople(options: {
  readonly address: RedisAddress
  readonly prefix: string
  readonly clock: Clock
}): Promise<
  Result<
    {
      readonly people: PeopleStore
      readonly moderation: ModerationStore
      tell(personId: PersonId): Promise<void>
      close(): Promise<void>
    },
    string
  >
> {
  const connected = await connect(options.address)
  if (!connected.ok) return fail(connected.error)
  const { main, close } = connected.value
  const keys = createKeys({ prefix: options.prefix, db: options.address.db })
  const link = createLink(main, silent)
  await upgradePeople(link, keys)
  return succeed({
    people: createPeopleStore(link, keys, options.clock),
    moderation: createModerationStore(link, keys),
    async tell(personId) {
      const news = { kind: 'person', personId }
      const envelope = JSON.stringify({ from: 'a command', news })
      await link.ask((redis) => redis.publish(keys.news, envelope))
    },
    close: async () => close(),
  })
}

/** What goes wrong is thrown, and the command says it. */
const silent = { info: () => {}, warn: () => {}, error: () => {} }
