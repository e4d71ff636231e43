import { script } from './script.ts'

/**
 * The verbs of a conversation as scripts. Redis runs one script at a time, so nobody sees half of a
 * change, and the number of a change is taken in the same step as the change is made.
 *
 * Keys: the last number, messages by `seq`, messages by newest change, messages by author and
 * `clientId`, and the stem of the messages' own keys.
 */
const PRELUDE = `
local seq_key, order_key, changes_key, sent_key, stem = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]

-- Enough bytes for the beginning that a quote shows, whatever the script of the text.
local QUOTED_BYTES = 640

local function quote(id)
  local row = redis.call('HMGET', stem .. id, 'seq', 'author', 'name', 'text')
  if not row[1] then return false end
  return { id, row[1], row[2], row[3], string.sub(row[4], 1, QUOTED_BYTES) }
end

local function read(id)
  local row = redis.call('HMGET', stem .. id, 'seq', 'change', 'author', 'name', 'text', 'created',
    'edited', 'deleted', 'client', 'reactions', 'reply')
  if not row[1] then return false end
  return { id, row, row[11] and quote(row[11]) }
end

local function read_all(ids)
  local messages = {}
  for at, id in ipairs(ids) do messages[at] = read(id) end
  return messages
end

local function last_seq() return redis.call('GET', seq_key) or '0' end

local function next_change(id)
  local number = redis.call('INCR', seq_key)
  redis.call('HSET', stem .. id, 'change', number)
  redis.call('ZADD', changes_key, number, id)
  return number
end

local function state_of(id)
  local row = redis.call('HMGET', stem .. id, 'seq', 'deleted')
  if not row[1] then return 'unknown' end
  return row[2] and 'deleted' or 'there'
end
`

const withPrelude = (body: string) => script(PRELUDE + body)

/** Arguments: id, author, name, text, created, answered message or "", client id or "". */
export const APPEND = withPrelude(`
local id, author, name, text, created, reply, client = unpack(ARGV)
local sent_as = author .. ':' .. client
local earlier = client ~= '' and redis.call('HGET', sent_key, sent_as)
if earlier then return { 1, read(earlier) } end
if redis.call('EXISTS', seq_key) == 0 then
  return redis.error_reply('NOROOM There is no such room')
end
if state_of(id) ~= 'unknown' then return redis.error_reply('TAKEN There is such a message') end
local seq = next_change(id)
redis.call('ZADD', order_key, seq, id)
redis.call('HSET', stem .. id, 'seq', seq, 'author', author, 'name', name, 'text', text,
  'created', created)
if reply ~= '' then redis.call('HSET', stem .. id, 'reply', reply) end
if client ~= '' then
  redis.call('HSET', stem .. id, 'client', client)
  redis.call('HSET', sent_key, sent_as, id)
end
return { 0, read(id) }
`)

/** Arguments: id. */
export const FIND = withPrelude(`return read(ARGV[1])`)

/** Arguments: id, text, time. */
export const EDIT = withPrelude(`
local id, text, time = unpack(ARGV)
if state_of(id) ~= 'there' then return false end
next_change(id)
redis.call('HSET', stem .. id, 'text', text, 'edited', time)
return read(id)
`)

/** Arguments: id, time. */
export const REMOVE = withPrelude(`
local id, time = unpack(ARGV)
local state = state_of(id)
if state == 'unknown' then return false end
if state == 'deleted' then return { 0, read(id) } end
next_change(id)
redis.call('HDEL', stem .. id, 'edited', 'reply', 'reactions')
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

/** Arguments: "forwards" or "backwards", the bound that is not in it, most messages. */
export const PAGE = withPrelude(`
local direction, bound, most = unpack(ARGV)
local ids
if direction == 'forwards' then
  ids = redis.call('ZRANGEBYSCORE', order_key, bound, '+inf', 'LIMIT', 0, most)
else
  ids = redis.call('ZREVRANGEBYSCORE', order_key, bound, '-inf', 'LIMIT', 0, most)
end
return { last_seq(), read_all(ids) }
`)

/** Arguments: the number before the first one, most messages. */
export const CHANGES = withPrelude(`
local after, most = unpack(ARGV)
local ids = redis.call('ZRANGEBYSCORE', changes_key, '(' .. after, '+inf', 'LIMIT', 0, most)
return { last_seq(), read_all(ids) }
`)
