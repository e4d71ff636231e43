import { SHELVES } from './media-scripts.ts'
import { script } from './script.ts'
import { WORDS } from './word-scripts.ts'

/**
 * The verbs of a conversation as scripts. Redis runs one script at a time, so nobody sees half of a
 * change, and the number of a change is taken in the same step as the change is made.
 *
 * Keys: the last number, messages by `seq`, messages by newest change, messages by author and
 * `clientId`, the stem of the messages' own keys, pinned messages by time, how far people have read,
 * the stem of the index of words, the number up to which messages are gone, whether all of it is
 * indexed, the stem of the shelves.
 */
const PRELUDE = `
local seq_key, order_key, changes_key, sent_key, stem, pins_key, read_key, words_stem, trimmed_key,
  indexed_key, media_stem = unpack(KEYS)

-- Enough bytes for the beginning that a quote shows, whatever the script of the text.
local QUOTED_BYTES = 640

local function quote(id)
  local row = redis.call('HMGET', stem .. id, 'seq', 'author', 'name', 'text', 'type',
    'attachments')
  if not row[1] then return false end
  local carried = row[4] == '' and row[6] or ''
  return { id, row[1], row[2], row[3], string.sub(row[4], 1, QUOTED_BYTES), row[5] or 'text', carried }
end

local function read(id)
  local row = redis.call('HMGET', stem .. id, 'seq', 'change', 'author', 'name', 'text', 'created',
    'edited', 'deleted', 'client', 'reactions', 'reply', 'type', 'attachments', 'mentions', 'here',
    'pinned', 'pinner', 'pinner_name', 'call')
  if not row[1] then return false end
  return { id, row, row[11] and quote(row[11]) }
end

local function read_all(ids)
  local messages = {}
  for at, id in ipairs(ids) do messages[at] = read(id) end
  return messages
end

local function trimmed() return redis.call('GET', trimmed_key) or '0' end

local function last_seq() return redis.call('GET', seq_key) or '0' end

-- Written as a number, not counted up: a crash can leave the beginning of a script at the end of
-- Redis' log, which is carried out at the next start but one (docs/redis.md).
local function next_change(id)
  local number = tonumber(last_seq()) + 1
  redis.call('HSET', stem .. id, 'change', number)
  redis.call('SET', seq_key, number)
  redis.call('ZADD', changes_key, number, id)
  return number
end

-- Without its last number the room is gone, whatever is still to be erased of it.
local function state_of(id)
  if redis.call('EXISTS', seq_key) == 0 then return 'unknown' end
  local row = redis.call('HMGET', stem .. id, 'seq', 'deleted')
  if not row[1] then return 'unknown' end
  return row[2] and 'deleted' or 'there'
end
`

export const withPrelude = (body: string) => script(PRELUDE + WORDS + SHELVES + body)

/**
 * Arguments: id, author, name, text, created, answered message or "", client id or "", type,
 * attachments and mentions (JSON lists, or "" for empty ones), "1" when it speaks to everybody, "1"
 * when it may be the first of its conversation, what it is found by (see word-scripts), the kinds of
 * what it carries, the entry of a call (JSON or ""), "1" when it is no news.
 */
export const APPEND = withPrelude(`
local id, author, name, text, created, reply, client, kind, attachments, mentions, here, may_begin,
  words, fixed, kinds, call, quiet = unpack(ARGV)
local sent_as = author .. ':' .. client
local earlier = client ~= '' and redis.call('HGET', sent_key, sent_as)
if earlier then return { 1, read(earlier) } end
if may_begin ~= '1' and redis.call('EXISTS', seq_key) == 0 then
  return redis.error_reply('NOROOM There is no such room')
end
if state_of(id) ~= 'unknown' then return redis.error_reply('TAKEN There is such a message') end
local newest = redis.call('ZREVRANGE', order_key, 0, 0)[1]
local earliest = newest and time_of(newest) or 0
local seq = tonumber(last_seq()) + 1
redis.call('HSET', stem .. id, 'seq', seq, 'author', author, 'name', name, 'text', text,
  'created', created, 'words', words, 'fixed', fixed)
if tonumber(created) < earliest then
  redis.call('HSET', stem .. id, 'when', string.format('%.0f', earliest))
end
for field, value in pairs({ reply = reply, attachments = attachments, mentions = mentions,
  call = call, quiet = quiet }) do
  if value ~= '' then redis.call('HSET', stem .. id, field, value) end
end
if kind ~= 'text' then redis.call('HSET', stem .. id, 'type', kind) end
if here == '1' then redis.call('HSET', stem .. id, 'here', '1') end
if client ~= '' then redis.call('HSET', stem .. id, 'client', client) end
reindex(id, seq, {})
shelve(id, seq, kinds)
-- From here on it can be seen: what a crash cuts off before is no message.
next_change(id)
redis.call('ZADD', order_key, seq, id)
if client ~= '' then redis.call('HSET', sent_key, sent_as, id) end
return { 0, read(id) }
`)

/** Arguments: id. */
export const FIND = withPrelude(`return read(ARGV[1])`)

/** Arguments: author, client id. */
export const FIND_SENT = withPrelude(`
local id = redis.call('HGET', sent_key, ARGV[1] .. ':' .. ARGV[2])
return id and read(id)
`)

/** Arguments: id, text, time, what it is found by from now on. */
export const EDIT = withPrelude(`
local id, text, time, words = unpack(ARGV)
if state_of(id) ~= 'there' then return false end
next_change(id)
local found_by = words_of(id)
redis.call('HSET', stem .. id, 'text', text, 'edited', time, 'words', words)
reindex(id, redis.call('HGET', stem .. id, 'seq'), found_by)
return read(id)
`)

/** Arguments: id, time. */
export const REMOVE = withPrelude(`
local id, time = unpack(ARGV)
local state = state_of(id)
if state == 'unknown' then return false end
if state == 'deleted' then return { 0, read(id) } end
next_change(id)
local found_by = words_of(id)
redis.call('HDEL', stem .. id, 'edited', 'reply', 'reactions', 'attachments', 'mentions', 'here',
  'pinned', 'pinner', 'pinner_name', 'words', 'fixed', 'call', 'quiet')
reindex(id, redis.call('HGET', stem .. id, 'seq'), found_by)
redis.call('ZREM', pins_key, id)
unshelve(id)
redis.call('HSET', stem .. id, 'text', '', 'deleted', time)
return { 1, read(id) }
`)

/** Arguments: id, person, name, emoji, "on", "off" or "toggle", most emoji of one message. */
export const REACT = withPrelude(`
local id, person, name, emoji, mode, most = unpack(ARGV)
if state_of(id) ~= 'there' then return { 'missing' } end
local stored = redis.call('HGET', stem .. id, 'reactions')
local reactions = stored and cjson.decode(stored) or {}
local seen, count, mine = {}, 0, nil
for at, reaction in ipairs(reactions) do
  if not seen[reaction[1]] then seen[reaction[1]], count = true, count + 1 end
  if reaction[1] == emoji and reaction[2] == person then mine = at end
end
local is_on = mine ~= nil
local wanted = mode == 'on' or (mode == 'toggle' and not is_on)
if wanted == is_on then return { 'done', 0, read(id) } end
if wanted and not seen[emoji] and count >= tonumber(most) then return { 'full' } end
next_change(id)
if wanted then table.insert(reactions, { emoji, person, name }) else table.remove(reactions, mine) end
if #reactions == 0 then
  redis.call('HDEL', stem .. id, 'reactions')
else
  redis.call('HSET', stem .. id, 'reactions', cjson.encode(reactions))
end
return { 'done', 1, read(id) }
`)

/** Arguments: id, time or "" to take the pin away, who, the name, most pins of one room. */
export const PIN = withPrelude(`
local id, time, pinner, name, most = unpack(ARGV)
if state_of(id) ~= 'there' then return { 'missing' } end
local is_pinned = redis.call('ZSCORE', pins_key, id)
local wanted = time ~= ''
if wanted == (is_pinned and true or false) then return { 'done', 0, read(id) } end
if wanted and redis.call('ZCARD', pins_key) >= tonumber(most) then return { 'full' } end
next_change(id)
local found_by = words_of(id)
if wanted then
  redis.call('ZADD', pins_key, time, id)
  redis.call('HSET', stem .. id, 'pinned', time, 'pinner', pinner, 'pinner_name', name)
else
  redis.call('ZREM', pins_key, id)
  redis.call('HDEL', stem .. id, 'pinned', 'pinner', 'pinner_name')
end
reindex(id, redis.call('HGET', stem .. id, 'seq'), found_by)
return { 'done', 1, read(id) }
`)

/** The pinned messages, in no order. */
export const PINS = withPrelude(`return read_all(redis.call('ZRANGE', pins_key, 0, -1))`)

/**
 * Arguments: most messages before, "(" or nothing and the number where these end; most messages after,
 * the number that those follow. Answers the older ones, the newest of them first, and the newer ones.
 */
export const PAGE = withPrelude(`
local most_before, upper, most_after, lower = unpack(ARGV)
local function ids(command, from, to, most)
  if tonumber(most) == 0 then return {} end
  return redis.call(command, order_key, from, to, 'LIMIT', 0, most)
end
return {
  last_seq(),
  read_all(ids('ZREVRANGEBYSCORE', upper, '-inf', most_before)),
  read_all(ids('ZRANGEBYSCORE', '(' .. lower, '+inf', most_after)),
}
`)

/** Arguments: kind, "(" and the number where these end or "+inf", most messages. The newest first. */
export const MEDIA = withPrelude(`
local kind, upper, most = unpack(ARGV)
return read_all(from_shelf(kind, upper, tonumber(most)))
`)

/**
 * Arguments: person, number, "1" when the conversation need not have begun. Answers the number
 * afterwards and whether it moved.
 */
export const READ = withPrelude(`
local person, seq, may_begin = unpack(ARGV)
if may_begin ~= '1' and redis.call('EXISTS', seq_key) == 0 then
  return redis.error_reply('NOROOM There is no such room')
end
local before = tonumber(redis.call('HGET', read_key, person) or '0')
local after = math.min(tonumber(seq), tonumber(last_seq()))
if after <= before then return { before, 0 } end
redis.call('HSET', read_key, person, after)
return { after, 1 }
`)

/** The number and the time of the newest message, deleted or not; "0" of a conversation without any. */
export const NEWEST = withPrelude(`
local newest = redis.call('ZRANGE', order_key, -1, -1, 'WITHSCORES')
if not newest[1] then return { '0', '0' } end
return { newest[2], redis.call('HGET', stem .. newest[1], 'created') }
`)

/**
 * Arguments: person, most unread messages, most messages to look at, time of the oldest message that
 * may be unread. Answers the last number, how far the person has read, the unread messages of others
 * and how many of them speak to the person, and the newest message that is not deleted, and
 * the number up to which messages are gone.
 */
export const OVERVIEW = withPrelude(`
local person, most, looks_at, since = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local PAGE_SIZE = 100
local read_seq = tonumber(redis.call('HGET', read_key, person) or '0')
local unread, mentions, newest, is_read = 0, 0, false, false

-- Whether older messages can still say something.
local function look(id)
  local row = redis.call('HMGET', stem .. id, 'seq', 'author', 'deleted', 'created', 'mentions', 'here',
    'quiet')
  local is_there = not row[3]
  if is_there and not newest then newest = id end
  if is_read or tonumber(row[1]) <= read_seq or tonumber(row[4]) < since or unread >= most then
    is_read = true
    return not newest
  end
  if is_there and row[2] ~= person and not row[7] then
    unread = unread + 1
    if row[6] or (row[5] and string.find(row[5], person, 1, true)) then mentions = mentions + 1 end
  end
  return true
end

local function look_at_all()
  for from = 0, looks_at - 1, PAGE_SIZE do
    local ids = redis.call('ZREVRANGE', order_key, from, math.min(from + PAGE_SIZE, looks_at) - 1)
    for _, id in ipairs(ids) do
      if not look(id) then return end
    end
    if #ids < PAGE_SIZE then return end
  end
end

look_at_all()
return { last_seq(), read_seq, unread, mentions, newest and read(newest), trimmed() }
`)

/** Arguments: the number before the first one, most messages. */
export const CHANGES = withPrelude(`
local after, most = unpack(ARGV)
local ids = redis.call('ZRANGEBYSCORE', changes_key, '(' .. after, '+inf', 'LIMIT', 0, most)
return { last_seq(), read_all(ids), trimmed() }
`)
