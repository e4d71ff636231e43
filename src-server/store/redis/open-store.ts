import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { personIdSchema } from '#shared/domain/ids.ts'
import type { PersonName } from '#shared/domain/names.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import type { MessageStore } from '../../ports/message-store.ts'
import type { PeopleStore } from '../../ports/people-store.ts'
import type { PresenceNews } from '../../ports/presence-news.ts'
import type { PresenceStore } from '../../ports/presence-store.ts'
import type { RoomStore } from '../../ports/room-store.ts'
import type { RedisAddress } from '../../redis-url.ts'
import { connect, type Connections } from './connect.ts'
import { createEpoch } from './epoch.ts'
import { createFanOut } from './fan-out.ts'
import { createKeys, type Keys } from './keys.ts'
import { createLink, type Link } from './link.ts'
import { createLocalSessions } from './local-sessions.ts'
import { createMessageStore } from './message-store.ts'
import { createPeopleStore } from './people-store.ts'
import { createPresenceKeeper } from './presence-keeper.ts'
import { createPresenceStore } from './presence-store.ts'
import { createPresenceVerbs } from './presence-verbs.ts'
import { createRoomStore } from './room-store.ts'
import { loadScripts } from './script.ts'
import { watchRedis } from './watch.ts'

export interface RedisStore {
  readonly messages: MessageStore
  readonly people: PeopleStore
  readonly rooms: RoomStore
  readonly presence: PresenceStore
  /** Carries events to the sessions of other instances. */
  readonly fanOut: ReturnType<typeof createFanOut>
  /** What the host should know, as sentences. */
  readonly notices: readonly string[]
  /** From now on this instance tells what happens without being asked. */
  report(news: PresenceNews): void
  /** @returns whether Redis takes a write now */
  isHealthy(): Promise<boolean>
  close(): Promise<void>
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
    const reason = error instanceof Error ? error.message : String(error)
    return fail(`${reason}. Parley needs to read and write it: see docs/redis.md.`)
  }
}

async function storeOn(
  connections: Connections,
  deps: { clock: Clock; log: Log; link: Link; keys: Keys },
): Promise<RedisStore> {
  const { clock, log, link, keys } = deps
  const { main, subscriber } = connections
  const local = createLocalSessions()
  const verbs = createPresenceVerbs(link, keys, randomUUID())
  const keeper = createPresenceKeeper({ verbs, local, clock })
  const epoch = createEpoch(link, keys, log)
  let news: PresenceNews = silence

  await link.ask(loadScripts)
  // Before anything else is asked of a Redis that came back; what fails is sent with its text.
  main.on('ready', () => void loadScripts(main).catch(() => undefined))
  await epoch.start()
  await keeper.keep(silence)
  await subscriber.subscribe(keys.renames)
  subscriber.on('message', (channel: string, text: string) => {
    const person = channel === keys.renames ? parsePerson(text) : null
    if (!person) return
    local.rename(person)
    news.renamed(person)
  })
  const relay: PresenceNews = {
    departed: (departures) => news.departed(departures),
    returned: (arrivals) => news.returned(arrivals),
    evicted: (sessionId) => news.evicted(sessionId),
    renamed: (person) => news.renamed(person),
    missed: (places) => news.missed(places),
  }
  const watch = watchRedis({ connections, link, epoch, keeper, local, clock, log, news: relay })

  return {
    messages: createMessageStore(link, keys),
    people: createPeopleStore(link, keys),
    rooms: createRoomStore(link, keys),
    presence: createPresenceStore(verbs, local),
    fanOut: createFanOut(main, subscriber, keys.events),
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

/** Until somebody listens. What a start clears up happened when nobody was here. */
const silence: PresenceNews = {
  departed: () => {},
  returned: () => {},
  evicted: () => {},
  renamed: () => {},
  missed: () => {},
}

const personSchema = z.object({ id: personIdSchema, name: z.string() })

/** Whoever may publish in Redis can forge this, so at least its form is looked at. */
function parsePerson(text: string) {
  try {
    const { id, name } = personSchema.parse(JSON.parse(text))
    return { id, name: name as PersonName }
  } catch {
    return null
  }
}
