import { script } from './script.ts'

/**
 * Calls as scripts, so that nobody comes to be in two of them and no change is made to what is no
 * longer so. All keys begin with the one that is passed, which puts them into one slot.
 *
 * live        CID -> JSON of a call that is going on
 * busy        PID -> CID; means nothing where that one is not live
 * over        CID -> JSON of a call that has ended
 * unwritten   set of CID: over, and without an entry in the conversation
 * times       CID by when it began, of all that are over
 * of:PID      the same of one person              missed:PID   and of those that the person missed
 * in:GID      set of PID who were let into this group call; expires a week after the last one
 * held:SID    expires unless the instance that has this connection says again that it does
 */
const PRELUDE = `
local stem = KEYS[1]
local function live(id) return id and redis.call('HGET', stem .. 'live', id) end
local function live_of(person) return live(redis.call('HGET', stem .. 'busy', person)) end

-- First what is kept: what a crash cuts off is looked at again, because it is live or unwritten.
local function keep(id, caller, callee, text, started, missed)
  redis.call('SADD', stem .. 'unwritten', id)
  redis.call('HSET', stem .. 'over', id, text)
  redis.call('ZADD', stem .. 'times', started, id)
  redis.call('ZADD', stem .. 'of:' .. caller, started, id)
  redis.call('ZADD', stem .. 'of:' .. callee, started, id)
  if missed == '1' then redis.call('ZADD', stem .. 'missed:' .. callee, started, id) end
end
`

const withPrelude = (body: string) => script(PRELUDE + body)

/** Arguments: call, JSON, people whom it occupies. Answers the call that is in the way. */
export const BEGIN = withPrelude(`
local id, text = ARGV[1], ARGV[2]
for at = 3, #ARGV do
  local taken = live_of(ARGV[at])
  if taken then return taken end
end
redis.call('HSET', stem .. 'live', id, text)
for at = 3, #ARGV do redis.call('HSET', stem .. 'busy', ARGV[at], id) end
return false
`)

/**
 * Arguments: revision before, call, caller, callee, JSON, phase, when it began, "1" when missed, the
 * group call that its two are let into or "", people whom it occupies.
 */
export const CHANGE = withPrelude(`
local revision, id, caller, callee, text, phase, started, missed, group = unpack(ARGV, 1, 9)
local before = live(id)
if not before or cjson.decode(before).revision ~= tonumber(revision) then return 0 end
if group ~= '' then
  redis.call('SADD', stem .. 'in:' .. group, caller, callee)
  redis.call('EXPIRE', stem .. 'in:' .. group, 604800)
end
if phase == 'ended' then
  keep(id, caller, callee, text, started, missed)
  redis.call('HDEL', stem .. 'live', id)
else
  redis.call('HSET', stem .. 'live', id, text)
end
local occupied = {}
for at = 10, #ARGV do occupied[ARGV[at]] = true end
for _, person in ipairs({ caller, callee }) do
  if not occupied[person] and redis.call('HGET', stem .. 'busy', person) == id then
    redis.call('HDEL', stem .. 'busy', person)
  end
end
return 1
`)

/** Arguments: call, caller, callee, JSON, phase, when it began, "1" when missed. */
export const ADD = withPrelude(`
local id, caller, callee, text, _, started, missed = unpack(ARGV)
keep(id, caller, callee, text, started, missed)
`)

/** Arguments: call. */
export const FIND = withPrelude(
  `return live(ARGV[1]) or redis.call('HGET', stem .. 'over', ARGV[1])`,
)

/** Arguments: person. */
export const LIVE_OF = withPrelude(`return live_of(ARGV[1])`)

/** All that is left of one that was cut off by a crash may be its id. */
export const UNWRITTEN = withPrelude(`
local found = {}
for _, id in ipairs(redis.call('SMEMBERS', stem .. 'unwritten')) do
  local text = not live(id) and redis.call('HGET', stem .. 'over', id)
  if text then found[#found + 1] = text end
end
return found
`)

/** Arguments: "all" or "missed", person, call before which or "", most calls. */
export const LIST = withPrelude(`
local filter, person, before, most = unpack(ARGV)
local key = stem .. (filter == 'missed' and 'missed:' or 'of:') .. person
local upper, ties = '+inf', 0
if before ~= '' then
  upper = redis.call('ZSCORE', stem .. 'times', before)
  if not upper then return {} end
  ties = redis.call('ZCOUNT', key, upper, upper)
end
local ids = redis.call('ZREVRANGEBYSCORE', key, upper, '-inf', 'LIMIT', 0, most + ties)
local found = {}
for at, id in ipairs(ids) do
  local is_older = at > ties or id < before
  if is_older and #found < tonumber(most) then
    found[#found + 1] = redis.call('HGET', stem .. 'over', id)
  end
end
return found
`)

/**
 * All calls that are over and have their entry, by when they began. Arguments: when the last one known
 * began, its id, most calls. Answers them, and the last one looked at when there may be more.
 */
export const OVER_AFTER = withPrelude(`
local from, known, most = ARGV[1], ARGV[2], tonumber(ARGV[3])
local ties = from == '-inf' and 0 or redis.call('ZCOUNT', stem .. 'times', from, from)
local pairs_found = redis.call('ZRANGEBYSCORE', stem .. 'times', from, '+inf', 'WITHSCORES', 'LIMIT', 0,
  most + ties)
local texts, looked, last = {}, 0, false
for at = 1, #pairs_found, 2 do
  local id = pairs_found[at]
  if looked < most and ((at + 1) / 2 > ties or id > known) then
    looked, last = looked + 1, { id, pairs_found[at + 1] }
    if redis.call('SISMEMBER', stem .. 'unwritten', id) == 0 then
      texts[#texts + 1] = redis.call('HGET', stem .. 'over', id)
    end
  end
end
return { texts, looked == most and last }
`)

/** Arguments: the moment before which, most calls. Answers how many were forgotten. */
export const FORGET = withPrelude(`
local gone, most = 0, tonumber(ARGV[2])
-- Not all there are: more than the unwritten ones cannot be in the way.
local ids = redis.call('ZRANGEBYSCORE', stem .. 'times', '-inf', '(' .. ARGV[1], 'LIMIT', 0,
  most + redis.call('SCARD', stem .. 'unwritten'))
for _, id in ipairs(ids) do
  if gone == most then break end
  if redis.call('SISMEMBER', stem .. 'unwritten', id) == 0 then
    local call = cjson.decode(redis.call('HGET', stem .. 'over', id))
    for _, person in ipairs({ call.caller.id, call.callee.id }) do
      redis.call('ZREM', stem .. 'of:' .. person, id)
      redis.call('ZREM', stem .. 'missed:' .. person, id)
    end
    redis.call('HDEL', stem .. 'over', id)
    redis.call('ZREM', stem .. 'times', id)
    gone = gone + 1
  end
end
return gone
`)
