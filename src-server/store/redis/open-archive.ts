import { fail, succeed, type Result } from '#shared/lib/result.ts'
import type { ArchiveStore } from '../../ports/archive-store.ts'
import type { Clock } from '../../ports/clock.ts'
import type { RedisAddress } from '../../redis-url.ts'
import { createArchiveStore } from './archive-store.ts'
import { connect } from './connect.ts'
import { createKeys } from './keys.ts'
import { createMessageStore } from './message-store.ts'
import { createLink } from './link.ts'

/** Everything of a deployment, opened without becoming one of its instances. */
export async function openRedisArchive(options: {
  readonly address: RedisAddress
  readonly prefix: string
  readonly clock: Clock
}): Promise<
  Result<
    { readonly archive: ArchiveStore; readonly notices: readonly string[]; close(): Promise<void> },
    string
  >
> {
  const connected = await connect(options.address)
  if (!connected.ok) return fail(connected.error)
  const { main, close, notices } = connected.value
  const keys = createKeys({ prefix: options.prefix, db: options.address.db })
  const link = createLink(main, silent)
  const archive = createArchiveStore(link, keys, createMessageStore(link, keys, options.clock))
  return succeed({ archive, notices, close: async () => close() })
}

/** What goes wrong is thrown, and the command says it. */
const silent = { info: () => {}, warn: () => {}, error: () => {} }
