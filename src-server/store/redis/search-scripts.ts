import { withPrelude } from './message-scripts.ts'

/**
 * Looks for messages in the blocks of one conversation, from the newest to the oldest, and no longer
 * than told. What it finds may not be it: whether words follow one another is for the caller to see.
 *
 * Arguments: the number and the time that everything looked for is before (or "" for one of them), the
 * time that it is not before, words that have to be there, words that have to begin there, and entries
 * of which one has to be there (three JSON lists, the last two of lists), most messages, most blocks.
 *
 * Answers the number and the time where it stopped ("0" when it is through) and what it found: number,
 * time, id.
 */
export const SEARCH = withPrelude(`
local before_seq, before_time, after_time, words, prefixes, choices, most, most_blocks = unpack(ARGV)
words, prefixes, choices = cjson.decode(words), cjson.decode(prefixes), cjson.decode(choices)
most, most_blocks = tonumber(most), tonumber(most_blocks)

local function at_rank(rank) return redis.call('ZRANGE', order_key, rank, rank, 'WITHSCORES') end

-- The number of the first message that is not before the time; nil when all are.
local function first_since(time)
  local low, high = 0, redis.call('ZCARD', order_key)
  while low < high do
    local middle = math.floor((low + high) / 2)
    if time_of(at_rank(middle)[1]) >= time then high = middle else low = middle + 1 end
  end
  return tonumber(at_rank(low)[2])
end

local oldest = tonumber(at_rank(0)[2])
local newest = tonumber(at_rank(-1)[2])
if not oldest or redis.call('EXISTS', seq_key) == 0 then return { '0', '0', {} } end
local upper = newest + 1
if before_seq ~= '' then upper = math.min(upper, tonumber(before_seq)) end
if before_time ~= '' then upper = math.min(upper, first_since(tonumber(before_time)) or upper) end
local lower = oldest
if after_time ~= '' then lower = first_since(tonumber(after_time)) or upper end

local function value_of(block, word) return redis.call('HGET', words_key(block, word), word) end

local function values_from(block, prefix)
  local fields = redis.call('HGETALL', words_key(block, prefix))
  local values = {}
  for at = 1, #fields, 2 do
    if string.sub(fields[at], 1, #prefix) == prefix then values[#values + 1] = fields[at + 1] end
  end
  return values
end

local function values_of_any(block, entries)
  local values = {}
  for _, entry in ipairs(entries) do values[#values + 1] = value_of(block, entry) or nil end
  return values
end

local function any_contains(values, offset)
  for _, value in ipairs(values) do if contains(value, offset) then return true end end
  return false
end

-- For each condition the values of which one has to contain a message; nil when none can.
local function conditions_in(block)
  local conditions = {}
  for _, word in ipairs(words) do
    local value = value_of(block, word)
    if not value then return nil end
    conditions[#conditions + 1] = { value }
  end
  for _, entries in ipairs(choices) do
    local values = values_of_any(block, entries)
    if #values == 0 then return nil end
    conditions[#conditions + 1] = values
  end
  for _, prefix in ipairs(prefixes) do
    local values = values_from(block, prefix)
    if #values == 0 then return nil end
    conditions[#conditions + 1] = values
  end
  return conditions
end

local function meets_all(conditions, offset)
  for _, values in ipairs(conditions) do if not any_contains(values, offset) then return false end end
  return true
end

local found = {}
local function note(seq)
  local id = redis.call('ZRANGEBYSCORE', order_key, seq, seq)[1]
  if id then found[#found + 1] = { tostring(seq), string.format('%.0f', time_of(id)), id } end
end

local position = upper
local blocks = 0
while position > lower and #found < most and blocks < most_blocks do
  local block = math.floor((position - 1) / BLOCK)
  local first = math.max(lower, block * BLOCK)
  local conditions = conditions_in(block)
  if conditions then
    for seq = position - 1, first, -1 do
      if #found == most then break end
      if meets_all(conditions, seq % BLOCK) then note(seq) end
      position = seq
    end
  else
    position = first
  end
  blocks = blocks + 1
end

-- Numbers that belong to changes have no message: the next one that has says how far this came.
local rest = redis.call('ZREVRANGEBYSCORE', order_key, '(' .. position, lower, 'LIMIT', 0, 1)[1]
if position <= lower or not rest then return { '0', '0', found } end
return { tostring(position), string.format('%.0f', time_of(rest)), found }
`)

/**
 * Puts a message into the index and onto the shelves that was stored before there were any.
 * Arguments: id, the change that the caller has seen, what it is found by, the kinds of what it carries.
 */
export const INDEX = withPrelude(`
local id, change, words, fixed, kinds = unpack(ARGV)
local row = redis.call('HMGET', stem .. id, 'seq', 'change', 'deleted', 'fixed')
if not row[1] or row[3] then return 1 end
shelve(id, row[1], kinds)
if row[4] then return 1 end
if row[2] ~= change then return 0 end
redis.call('HSET', stem .. id, 'words', words, 'fixed', fixed)
reindex(id, row[1], {})
return 1
`)

/**
 * Arguments: the time before which messages are too old, the present time, most messages. Answers the
 * number up to which messages are gone, how many went now, and their ids.
 */
export const TRIM = withPrelude(`
local before, now, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local gone = {}
local up_to = trimmed()
for _, id in ipairs(redis.call('ZRANGE', order_key, 0, most - 1)) do
  local row = redis.call('HMGET', stem .. id, 'seq', 'created', 'author', 'client')
  local created = tonumber(row[2] or '0')
  if created >= before and created <= now then break end
  for word in pairs(words_of(id)) do drop_word(row[1], word) end
  if row[4] then redis.call('HDEL', sent_key, row[3] .. ':' .. row[4]) end
  redis.call('ZREM', order_key, id)
  redis.call('ZREM', changes_key, id)
  redis.call('ZREM', pins_key, id)
  unshelve(id)
  redis.call('DEL', stem .. id)
  up_to = row[1]
  gone[#gone + 1] = id
end
if #gone > 0 then redis.call('SET', trimmed_key, up_to) end
return { up_to, gone }
`)
