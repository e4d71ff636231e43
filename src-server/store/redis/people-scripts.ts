import { script } from './script.ts'

/**
 * People as scripts: who is the first of all, and whose a name is, may be asked on two instances at once.
 * All keys begin with the one that is passed, which puts them into one slot.
 *
 * person:PID     name, created, seen, role, and where there are any status, avatar, availability, muted,
 *                password (hash), keys (JSON list of the protected name)
 * tokens:PID     list of hashes, the newest last    token:HASH -> PID
 * seen           PID by the time of being here last
 * names          name key -> PID, of protected names
 * owners         set of PID
 */
const PRELUDE = `
local stem = KEYS[1]
local function at(...) return stem .. table.concat({ ... }, ':') end

local function read(person)
  local row = redis.call('HMGET', at('person', person), 'name', 'created', 'seen', 'role', 'status',
    'avatar', 'availability', 'muted', 'password')
  if not row[1] then return false end
  row[9] = row[9] and '1'
  table.insert(row, 1, person)
  return row
end

local function set_role(person, role)
  redis.call('HSET', at('person', person), 'role', role)
  redis.call(role == 'owner' and 'SADD' or 'SREM', at('owners'), person)
end

local function see(person, time)
  redis.call('HSET', at('person', person), 'seen', time)
  redis.call('ZADD', at('seen'), time, person)
end

local function is_reserved_for_others(person, keys)
  for _, key in ipairs(keys) do
    local keeper = redis.call('HGET', at('names'), key)
    if keeper and keeper ~= person then return true end
  end
  return false
end

local function reserve(person, keys)
  local before = redis.call('HGET', at('person', person), 'keys')
  for _, key in ipairs(before and cjson.decode(before) or {}) do
    redis.call('HDEL', at('names'), key)
  end
  redis.call('HDEL', at('person', person), 'keys')
  if #keys == 0 then return end
  for _, key in ipairs(keys) do redis.call('HSET', at('names'), key, person) end
  redis.call('HSET', at('person', person), 'keys', cjson.encode(keys))
end
`

const withPrelude = (body: string) => script(PRELUDE + body)

/** Arguments: person, name, hash of the token, time, role of anybody but the first. */
export const CREATE = withPrelude(`
local person, name, token, time, role = unpack(ARGV)
if redis.call('EXISTS', at('seen')) == 0 then role = 'owner' end
redis.call('HSET', at('person', person), 'name', name, 'created', time)
set_role(person, role)
see(person, time)
redis.call('RPUSH', at('tokens', person), token)
redis.call('SET', at('token', token), person)
return read(person)
`)

/** Arguments: person. */
export const FIND = withPrelude(`return read(ARGV[1])`)

/** Arguments: hash of a token. */
export const FIND_BY_TOKEN = withPrelude(`
local person = redis.call('GET', at('token', ARGV[1]))
return person and read(person)
`)

/** Arguments: time. */
export const SINCE = withPrelude(`
local found, listed = {}, {}
local function list(people)
  for _, person in ipairs(people) do
    local row = not listed[person] and read(person)
    listed[person] = true
    if row then found[#found + 1] = row end
  end
end
list(redis.call('ZRANGEBYSCORE', at('seen'), ARGV[1], '+inf'))
list(redis.call('HVALS', at('names')))
return found
`)

/** Arguments: person, name, keys as JSON. */
export const RENAME = withPrelude(`
local person, name, keys = ARGV[1], ARGV[2], cjson.decode(ARGV[3])
if is_reserved_for_others(person, keys) then return 0 end
redis.call('HSET', at('person', person), 'name', name)
if redis.call('HEXISTS', at('person', person), 'password') == 1 then reserve(person, keys) end
return 1
`)

/** Arguments: person, time. */
export const TOUCH = withPrelude(`
local person, time = ARGV[1], ARGV[2]
local before = redis.call('HGET', at('person', person), 'seen')
if before and tonumber(before) < tonumber(time) then see(person, time) end
return 1
`)

/** Arguments: person, then fields with their values, of which an empty one takes the field away. */
export const UPDATE = withPrelude(`
local person = ARGV[1]
if redis.call('EXISTS', at('person', person)) == 0 then return false end
for index = 2, #ARGV, 2 do
  local field, value = ARGV[index], ARGV[index + 1]
  if value == '' then redis.call('HDEL', at('person', person), field)
  else redis.call('HSET', at('person', person), field, value) end
end
return read(person)
`)

/** Arguments: person, role. Answers the person, or 'last-owner', or nothing. */
export const SET_ROLE = withPrelude(`
local person, role = unpack(ARGV)
local before = redis.call('HGET', at('person', person), 'role')
if not before then return false end
if before == 'owner' and role ~= 'owner' and redis.call('SCARD', at('owners')) == 1 then
  return 'last-owner'
end
set_role(person, role)
return read(person)
`)

/** Arguments: person, hash, most tokens of a person. */
export const ADD_TOKEN = withPrelude(`
local person, token, most = unpack(ARGV)
redis.call('RPUSH', at('tokens', person), token)
redis.call('SET', at('token', token), person)
while redis.call('LLEN', at('tokens', person)) > tonumber(most) do
  redis.call('DEL', at('token', redis.call('LPOP', at('tokens', person))))
end
return 1
`)

/** Arguments: person, keys as JSON, hash of the password or "" to give the protection up. */
export const PROTECT = withPrelude(`
local person, keys, password = ARGV[1], cjson.decode(ARGV[2]), ARGV[3]
if is_reserved_for_others(person, keys) then return 0 end
reserve(person, keys)
if password == '' then redis.call('HDEL', at('person', person), 'password')
else redis.call('HSET', at('person', person), 'password', password) end
return 1
`)

/** Arguments: keys. Answers person and hash of the password, or nothing. */
export const PROTECTED_BY = withPrelude(`
for _, key in ipairs(ARGV) do
  local person = redis.call('HGET', at('names'), key)
  if person then return { person, redis.call('HGET', at('person', person), 'password') } end
end
return false
`)

/**
 * Takes over somebody whom an earlier version kept under keys of their own. Keys: the stem, the former
 * key of the person. Arguments: person.
 */
export const TAKE_OVER_PERSON = withPrelude(`
local former, person = KEYS[2], ARGV[1]
if redis.call('EXISTS', former) == 0 then return 0 end
redis.call('RENAME', former, at('person', person))
set_role(person, 'member')
see(person, redis.call('HGET', at('person', person), 'seen') or '0')
return 1
`)

/** Keys: the stem, the former key of the token. Arguments: hash. */
export const TAKE_OVER_TOKEN = withPrelude(`
local former, token = KEYS[2], ARGV[1]
local person = redis.call('GET', former)
if not person then return 0 end
redis.call('RENAME', former, at('token', token))
redis.call('RPUSH', at('tokens', person), token)
return 1
`)

/** Makes whoever was here first the owner, if there are people and none of them is it. */
export const FIND_OWNER = withPrelude(`
if redis.call('SCARD', at('owners')) > 0 then return 0 end
local oldest, since
for _, person in ipairs(redis.call('ZRANGE', at('seen'), 0, -1)) do
  local created = tonumber(redis.call('HGET', at('person', person), 'created') or '0')
  if not since or created < since or (created == since and person < oldest) then
    oldest, since = person, created
  end
end
if oldest then set_role(oldest, 'owner') end
return 1
`)
