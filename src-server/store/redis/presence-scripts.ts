import { script } from './script.ts'

/**
 * Presence as scripts, so that joining from two devices on two instances at once cannot announce
 * twice. All keys begin with the one that is passed, which puts them into one slot.
 *
 * session:SID    person, room (missing when in none)
 * person:PID     name, keys (JSON list)          person:PID:sessions   set of SID
 * names          name key -> PID
 * room:RID       PID -> number of sessions in it
 * counts         RID -> people in it             present               PID -> sessions in rooms
 * instances      set of IID                      instance:IID:sessions set of SID
 * beat:IID       expires unless the instance lives
 */
const PRELUDE = `
local stem = KEYS[1]
local function at(...) return stem .. table.concat({ ... }, ':') end

local function count(room)
  local people = redis.call('HLEN', at('room', room))
  if people == 0 then redis.call('HDEL', at('counts'), room)
  else redis.call('HSET', at('counts'), room, people) end
end

local function leave(session)
  local row = redis.call('HMGET', at('session', session), 'person', 'room')
  local person, room = row[1], row[2]
  if not person or not room then return false end
  redis.call('HDEL', at('session', session), 'room')
  local left = redis.call('HINCRBY', at('room', room), person, -1)
  if left <= 0 then
    redis.call('HDEL', at('room', room), person)
    count(room)
  end
  if redis.call('HINCRBY', at('present'), person, -1) <= 0 then
    redis.call('HDEL', at('present'), person)
  end
  return { room, person, redis.call('HGET', at('person', person), 'name'), left <= 0 and 1 or 0 }
end

local function give_back(person)
  local keys = redis.call('HGET', at('person', person), 'keys')
  for _, key in ipairs(keys and cjson.decode(keys) or {}) do
    redis.call('HDEL', at('names'), key)
  end
end

local function drop(session, instance)
  local departure = leave(session)
  local person = redis.call('HGET', at('session', session), 'person')
  redis.call('DEL', at('session', session))
  redis.call('SREM', at('instance', instance, 'sessions'), session)
  if person then
    redis.call('SREM', at('person', person, 'sessions'), session)
    if redis.call('SCARD', at('person', person, 'sessions')) == 0 then
      give_back(person)
      redis.call('DEL', at('person', person))
    end
  end
  return departure
end
`

const withPrelude = (body: string) => script(PRELUDE + body)

/** An instance that was taken for dead must come back as a whole before it adds anything. */
const REGISTERED_ONLY = `
if redis.call('SISMEMBER', at('instances'), instance) == 0 then
  return redis.error_reply('UNREGISTERED The instance is not known')
end
`

/** Arguments: instance, session, person, name, name keys as JSON. */
export const CLAIM = withPrelude(`
local instance, session, person, name, keys = unpack(ARGV)
${REGISTERED_ONLY}
local wanted = cjson.decode(keys)
for _, key in ipairs(wanted) do
  local owner = redis.call('HGET', at('names'), key)
  if owner and owner ~= person then return 0 end
end
give_back(person)
for _, key in ipairs(wanted) do redis.call('HSET', at('names'), key, person) end
redis.call('HSET', at('person', person), 'name', name, 'keys', keys)
redis.call('HSET', at('session', session), 'person', person)
redis.call('SADD', at('person', person, 'sessions'), session)
redis.call('SADD', at('instance', instance, 'sessions'), session)
return 1
`)

/** Arguments: instance, session, room. */
export const ENTER = withPrelude(`
local instance, session, room = unpack(ARGV)
${REGISTERED_ONLY}
local person = redis.call('HGET', at('session', session), 'person')
if not person then return redis.error_reply('NONAME The session has claimed no name') end
local left = leave(session)
redis.call('HSET', at('session', session), 'room', room)
local here = redis.call('HINCRBY', at('room', room), person, 1)
if here == 1 then count(room) end
redis.call('HINCRBY', at('present'), person, 1)
return { here == 1 and 1 or 0, left }
`)

/** Arguments: session. */
export const LEAVE = withPrelude(`return leave(ARGV[1])`)

/** Arguments: instance, session. */
export const DROP = withPrelude(`return drop(ARGV[2], ARGV[1])`)

/** Arguments: room. */
export const PEOPLE_IN = withPrelude(`
local found = {}
for _, person in ipairs(redis.call('HKEYS', at('room', ARGV[1]))) do
  local name = redis.call('HGET', at('person', person), 'name')
  if name then found[#found + 1] = { person, name } end
end
return found
`)

/** Arguments: person. */
export const ROOMS_OF = withPrelude(`
local found = {}
for _, session in ipairs(redis.call('SMEMBERS', at('person', ARGV[1], 'sessions'))) do
  local room = redis.call('HGET', at('session', session), 'room')
  if room then found[#found + 1] = room end
end
return found
`)

/** Arguments: instance, milliseconds until it counts as dead. Answers whether it is known. */
export const BEAT = withPrelude(`
local instance, ttl = unpack(ARGV)
if redis.call('SISMEMBER', at('instances'), instance) == 0 then return 0 end
redis.call('SET', at('beat', instance), '1', 'PX', ttl)
return 1
`)

/** Arguments: instance, milliseconds until it counts as dead. */
export const REGISTER = withPrelude(`
local instance, ttl = unpack(ARGV)
redis.call('SADD', at('instances'), instance)
redis.call('SET', at('beat', instance), '1', 'PX', ttl)
return 1
`)

/**
 * Takes out the sessions of dead instances. Whoever calls this first gets the departures, so each
 * is announced by one. Arguments: most sessions. Answers the departures and whether there are more.
 */
export const SWEEP = withPrelude(`
local budget = tonumber(ARGV[1])
local departures = {}
for _, instance in ipairs(redis.call('SMEMBERS', at('instances'))) do
  if redis.call('EXISTS', at('beat', instance)) == 0 then
    for _, session in ipairs(redis.call('SMEMBERS', at('instance', instance, 'sessions'))) do
      if budget == 0 then return { departures, 1 } end
      budget = budget - 1
      local departure = drop(session, instance)
      if departure then departures[#departures + 1] = departure end
    end
    redis.call('SREM', at('instances'), instance)
  end
end
return { departures, 0 }
`)
