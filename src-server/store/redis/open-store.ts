import { randomUUID } from 'node:crypto'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import type { PresenceNews } from '../../ports/presence-news.ts'
import type { DurableStores, EphemeralStores } from '../../ports/stores.ts'
import type { RedisAddress } from '../../redis-url.ts'
import { createArchiveStore } from './archive-store.ts'
import { createRedisCallDevices } from './call-devices.ts'
import { createCallStore } from './call-store.ts'
import { connect, type Connections } from './connect.ts'
import { createEpoch } from './epoch.ts'
import { createFanOut } from './fan-out.ts'
import { indexConversations } from './indexing.ts'
import { createKeys, type Keys } from './keys.ts'
import { createRedisLimits } from './limits.ts'
import { createLink, type Link } from './link.ts'
import { createLocalSessions } from './local-sessions.ts'
import { createInstances } from './instances.ts'
import { createConversationStore } from './conversation-store.ts'
import { createMediaStore } from './media-store.ts'
import { createMessageStore } from './message-store.ts'
import { createModerationStore } from './moderation-store.ts'
import { createNameStore } from './name-store.ts'
import { parseJson } from './parse-json.ts'
import { createPeopleStore } from './people-store.ts'
import { personSchema } from './person-schema.ts'
import { upgradePeople } from './people-upgrade.ts'
import { createPresenceKeeper } from './presence-keeper.ts'
import { createPresenceStore } from './presence-store.ts'
import { createPresenceVerbs } from './presence-verbs.ts'
import { createRetentionStore } from './retention-store.ts'
import { createRoomStore } from './room-store.ts'
import { createSearchStore } from './search-store.ts'
import { createRedisSlowMode } from './slow-mode.ts'
import { createVoiceHomes } from './voice-homes.ts'
import { createVoiceLink } from './voice-link.ts'
import { loadScripts } from './script.ts'
import { watchRedis } from './watch.ts'

export interface RedisStore extends DurableStores, EphemeralStores {
  /** Carries events to the sessions of other instances. */
  readonly fanOut: ReturnType<typeof createFanOut>
  /** From now on this instance tells what happens without being asked. */
  report(news: PresenceNews): void
}

export interface RedisOptions {
  readonly address: RedisAddress
  /** Letters, digits, "-" and "_": what all keys and channels begin with. */
  readonly prefix: string
  readonly clock: Clock
  readonly log: Log
}

/** Opens the shared store; the failure is one sentence for whoever started the server. */
export async function openRedisStore(options: RedisOptions): Promise<Result<RedisStore, string>> {
  const connected = await connect(options.address)
  if (!connected.ok) return connected
  const connections = connected.value
  const link = createLink(connections.main, options.log)
  const keys = createKeys({ prefix: options.prefix, db: options.address.db })
  try {
    return succeed(await storeOn(connections, { ...options, link, keys }))
  } catch (error) {
    connections.close()
    if (error instanceof ImportUnfinished) return fail(error.message)
    const reason = error instanceof Error ? error.message : String(error)
    return fail(`${reason}. Parley needs to read and write it: see docs/redis.md.`)
  }
}

async function storeOn(
  connections: Connections,
  deps: { clock: Clock; log: Log; link: Link; keys: Keys },
): Promise<RedisStore> {
  const { clock, log, link, keys } = deps
  const { main, subscriber, subscriptions } = connections
  const local = createLocalSessions()
  const instance = randomUUID()
  const verbs = createPresenceVerbs(link, keys, instance)
  const instances = createInstances({ main, subscriber, channel: keys.news, instance })
  const keeper = createPresenceKeeper({ verbs, local, clock })
  const epoch = createEpoch(link, keys, log)
  let news: PresenceNews = silence

  const retention = createRetentionStore(link, keys, instance)
  const rooms = createRoomStore(link, keys, retention)

  await refuseUnfinishedImport(link, keys)
  await link.ask(loadScripts)
  // Before anything else is asked of a Redis that came back; what fails is sent with its text.
  main.on('ready', () => void loadScripts(main).catch(() => undefined))
  await epoch.start()
  await upgradePeople(link, keys)
  rooms.finishErasing()
  await keeper.keep(silence)
  await subscriptions.channels(keys.renames, keys.news, keys.voiceOf(instance))
  subscriber.on('message', (channel: string, text: string) => {
    const person = channel === keys.renames ? parseJson(personSchema, text) : null
    if (!person) return
    local.rename(person)
    news.renamed(person)
  })
  const relay: PresenceNews = {
    departed: (departures) => news.departed(departures),
    vanished: (people) => news.vanished(people),
    returned: (arrivals) => news.returned(arrivals),
    evicted: (sessionId) => news.evicted(sessionId),
    renamed: (person) => news.renamed(person),
    missed(places) {
      rooms.finishErasing()
      // What is told next must not come from what was remembered.
      instances.handleMissed()
      news.missed(places)
    },
  }
  const watch = watchRedis({ connections, link, epoch, keeper, local, clock, log, news: relay })

  const messages = createMessageStore(link, keys, clock)
  // In the background: nobody waits for it, and what is left goes on at the next start.
  indexConversations(link, keys, messages).catch(() => undefined)

  return {
    messages,
    search: createSearchStore(link, keys),
    retention,
    archive: createArchiveStore(link, keys, messages),
    conversations: createConversationStore(link, keys),
    media: createMediaStore(link, keys, clock),
    names: createNameStore(link, keys),
    people: createPeopleStore(link, keys, clock),
    moderation: createModerationStore(link, keys),
    rooms,
    calls: createCallStore(link, keys),
    callDevices: createRedisCallDevices(link, keys),
    presence: createPresenceStore(verbs, local),
    instances,
    slowMode: createRedisSlowMode(main, link, keys.limits),
    limits: createRedisLimits(main, link, keys.limits),
    voiceHomes: createVoiceHomes(link, keys, instance),
    voiceLink: createVoiceLink({ link, subscriber, channelOf: keys.voiceOf, instance, clock }),
    fanOut: createFanOut({
      publisher: main,
      subscriber,
      subscriptions,
      channelPrefix: keys.events,
    }),
    notices: connections.notices,
    report: (listener) => (news = listener),
    isHealthy: () =>
      link
        .ask((redis) => redis.set(keys.probe, 'x'))
        .then(
          () => link.isFound(),
          () => false,
        ),
    close: () => watch.close(),
  }
}

/** What is half there would look like all there is. */
async function refuseUnfinishedImport(link: Link, keys: Keys): Promise<void> {
  if ((await link.ask((redis) => redis.exists(keys.importing))) === 0) return
  throw new ImportUnfinished()
}

class ImportUnfinished extends Error {
  override readonly message =
    'An import into this Redis is under way, or was cut short. Wait for it, or import again: what it left is taken away first.'
}

/** Until somebody listens. What a start clears up happened when nobody was here. */
const silence: PresenceNews = {
  departed: () => {},
  vanished: () => {},
  returned: () => {},
  evicted: () => {},
  renamed: () => {},
  missed: () => {},
}
