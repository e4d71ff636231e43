import type { AuditDraft, AuditEntry, Ban, ModerationStore } from '../../ports/moderation-store.ts'
import type { PasswordHash } from '../../ports/secrets.ts'
import type { Keys } from './keys.ts'
import type { Link } from './link.ts'
import { script } from './script.ts'

/** Keys: the bans. Arguments: now, person, ban as JSON. Bans that have ended make room. */
const BAN = script(`
local now = tonumber(ARGV[1])
local bans = redis.call('HGETALL', KEYS[1])
for index = 1, #bans, 2 do
  local ends = cjson.decode(bans[index + 1])['until']
  if type(ends) == 'number' and ends <= now then redis.call('HDEL', KEYS[1], bans[index]) end
end
redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
return 1
`)

/** Numbers an entry by its place in the list. Keys: the log. Arguments: entry as JSON. */
const NOTE = script(`return redis.call('RPUSH', KEYS[1], ARGV[1])`)

/** Keys: the log. Arguments: number before which, or "" for the newest; most entries. */
const LOG = script(`
local length = redis.call('LLEN', KEYS[1])
local last = math.min(length, (tonumber(ARGV[1]) or length + 1) - 1)
local first = math.max(1, last - ARGV[2] + 1)
if last < first then return { 0, {} } end
return { first, redis.call('LRANGE', KEYS[1], first - 1, last - 1) }
`)

/** Keys: the settings. Arguments: fields with their values, of which an empty one takes it away. */
const CHANGE = script(`
for index = 1, #ARGV, 2 do
  if ARGV[index + 1] == '' then redis.call('HDEL', KEYS[1], ARGV[index])
  else redis.call('HSET', KEYS[1], ARGV[index], ARGV[index + 1]) end
end
return redis.call('HMGET', KEYS[1], 'password', 'newcomer', 'retention')
`)

type SettingsReply = readonly [
  password: string | null,
  newcomer: string | null,
  retention: string | null,
]

/** Bans, the audit log and the settings of the server. */
export function createModerationStore(link: Link, keys: Keys): ModerationStore {
  return {
    async ban(ban) {
      await link.run(BAN, [keys.bans], [ban.bannedAt, ban.person.id, JSON.stringify(ban)])
    },

    unban: async (personId) => (await link.ask((redis) => redis.hdel(keys.bans, personId))) === 1,

    async bans(now) {
      const stored = await link.ask((redis) => redis.hvals(keys.bans))
      return stored
        .map((text) => JSON.parse(text) as Ban)
        .filter(({ until }) => until === null || until > now)
        .toSorted(newestFirst)
    },

    async note(draft) {
      const number = await link.run(NOTE, [keys.audit], [JSON.stringify(draft)])
      return { ...draft, number: number as number }
    },

    async log(before, limit) {
      const reply = await link.run(LOG, [keys.audit], [before ?? '', limit])
      const [first, stored] = reply as readonly [number, readonly string[]]
      return stored.map((text, index) => toEntry(text, first + index)).toReversed()
    },

    settings: async () =>
      toSettings((await link.run(CHANGE, [keys.settings], [])) as SettingsReply),

    async changeSettings({ passwordHash, newcomerRole, retentionDays }) {
      const fields = { password: passwordHash, newcomer: newcomerRole, retention: retentionDays }
      const args = Object.entries(fields).flatMap(([field, value]) =>
        value === undefined ? [] : [field, String(value ?? '')],
      )
      return toSettings((await link.run(CHANGE, [keys.settings], args)) as SettingsReply)
    },
  }
}

const newestFirst = (one: Ban, other: Ban): number =>
  other.bannedAt - one.bannedAt || (one.person.id < other.person.id ? -1 : 1)

const toEntry = (text: string, number: number): AuditEntry => ({
  ...(JSON.parse(text) as AuditDraft),
  number,
})

const toSettings = ([password, newcomer, retention]: SettingsReply) => ({
  passwordHash: password as PasswordHash | null,
  newcomerRole: newcomer === 'guest' ? ('guest' as const) : ('member' as const),
  retentionDays: retention === null ? null : Number(retention),
})
