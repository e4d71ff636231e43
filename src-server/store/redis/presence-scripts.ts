import { script } from './script.ts'

/**
 * Presence as scripts, so that joining from two devices on two instances at once cannot announce
 * twice. All keys begin with the one that is passed, which puts them into one slot.
 *
 * session:SID    person, room (missing when in none), idle (when it is not in use)
 * person:PID     name, keys (JSON list), hidden  person:PID:sessions   set of SID
 * here           set of PID
 * names          name key -> PID
 * room:RID       PID -> number of sessions in it
 * counts         RID -> people in it             present               PID -> sessions in rooms
 *                both without hidden people, who are in unseen:RID instead of room:RID
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

local function is_hidden(person) return redis.call('HEXISTS', at('person', person), 'hidden') == 1 end

local function add(person, room, hidden)
  if hidden then
    redis.call('HINCRBY', at('unseen', room), person, 1)
    return false
  end
  local here = redis.call('HINCRBY', at('room', room), person, 1)
  if here == 1 then count(room) end
  redis.call('HINCRBY', at('present'), person, 1)
  return here == 1
end

local function remove(person, room, hidden)
  if hidden then
    if redis.call('HINCRBY', at('unseen', room), person, -1) <= 0 then
      redis.call('HDEL', at('unseen', room), person)
    end
    return false
  end
  local left = redis.call('HINCRBY', at('room', room), person, -1)
  if left <= 0 then
    redis.call('HDEL', at('room', room), person)
    count(room)
  end
  if redis.call('HINCRBY', at('present'), person, -1) <= 0 then
    redis.call('HDEL', at('present'), person)
  end
  return left <= 0
end

local function leave(session)
  local row = redis.call('HMGET', at('session', session), 'person', 'room')
  local person, room = row[1], row[2]
  if not person or not room then return false end
  redis.call('HDEL', at('session', session), 'room')
  local was_last = remove(person, room, is_hidden(person))
  return { room, person, redis.call('HGET', at('person', person), 'name'), was_last and 1 or 0 }
end

local function sessions_of(person) return redis.call('SMEMBERS', at('person', person, 'sessions')) end

local function is_active(person)
  for _, session in ipairs(sessions_of(person)) do
    if redis.call('HEXISTS', at('session', session), 'idle') == 0 then return 1 end
  end
  return 0
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
  local gone = false
  redis.call('DEL', at('session', session))
  redis.call('SREM', at('instance', instance, 'sessions'), session)
  if person then
    redis.call('SREM', at('person', person, 'sessions'), session)
    if redis.call('SCARD', at('person', person, 'sessions')) == 0 then
      give_back(person)
      redis.call('DEL', at('person', person))
      redis.call('SREM', at('here'), person)
      gone = person
    end
  end
  return departure, gone
end
`

const withPrelude = (body: string) => script(PRELUDE + body)

/** An instance that was taken for dead must come back as a whole before it adds anything. */
const REGISTERED_ONLY = `
if redis.call('SISMEMBER', at('instances'), instance) == 0 then
  return redis.error_reply('UNREGISTERED The instance is not known')
end
`

/** Arguments: instance, session, person, name, name keys as JSON, "1" when the person begins hidden. */
export const CLAIM = withPrelude(`
local instance, session, person, name, keys, hidden = unpack(ARGV)
${REGISTERED_ONLY}
local wanted = cjson.decode(keys)
for _, key in ipairs(wanted) do
  local owner = redis.call('HGET', at('names'), key)
  if owner and owner ~= person then return 0 end
end
give_back(person)
for _, key in ipairs(wanted) do redis.call('HSET', at('names'), key, person) end
if redis.call('SADD', at('here'), person) == 1 and hidden == '1' then
  redis.call('HSET', at('person', person), 'hidden', '1')
end
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
local is_first = add(person, room, is_hidden(person))
return { is_first and 1 or 0, left }
`)

/** Arguments: session. */
export const LEAVE = withPrelude(`return leave(ARGV[1])`)

/** Arguments: instance, session. */
export const DROP = withPrelude(`
local departure = drop(ARGV[2], ARGV[1])
return departure
`)

/** Arguments: session, "1" when it is in use. Answers whether the person became active or idle by it. */
export const SET_ACTIVE = withPrelude(`
local session, active = unpack(ARGV)
local person = redis.call('HGET', at('session', session), 'person')
if not person then return 0 end
local before = is_active(person)
if active == '1' then redis.call('HDEL', at('session', session), 'idle')
else redis.call('HSET', at('session', session), 'idle', '1') end
return is_active(person) ~= before and 1 or 0
`)

/** Arguments: person, "1" to hide. Answers the rooms in which others see the difference. */
export const SET_HIDDEN = withPrelude(`
local person, hide = ARGV[1], ARGV[2] == '1'
if redis.call('SISMEMBER', at('here'), person) == 0 or is_hidden(person) == hide then return {} end
local rooms = {}
for _, session in ipairs(sessions_of(person)) do
  local room = redis.call('HGET', at('session', session), 'room')
  if room then
    remove(person, room, not hide)
    add(person, room, hide)
    rooms[#rooms + 1] = room
  end
end
if hide then redis.call('HSET', at('person', person), 'hidden', '1')
else redis.call('HDEL', at('person', person), 'hidden') end
return rooms
`)

/** Arguments: people. Answers for each who is here the number of sessions and whether one is active. */
export const HERE = withPrelude(`
local found = {}
for _, person in ipairs(#ARGV > 0 and ARGV or redis.call('SMEMBERS', at('here'))) do
  local sessions = redis.call('SCARD', at('person', person, 'sessions'))
  if sessions > 0 then found[#found + 1] = { person, sessions, is_active(person) } end
end
return found
`)

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
for _, session in ipairs(sessions_of(ARGV[1])) do
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
 * is announced by one. Arguments: most sessions. Answers the departures, who is not here at all any
 * more, and whether there are more.
 */
export const SWEEP = withPrelude(`
local budget = tonumber(ARGV[1])
local departures, vanished = {}, {}
for _, instance in ipairs(redis.call('SMEMBERS', at('instances'))) do
  if redis.call('EXISTS', at('beat', instance)) == 0 then
    for _, session in ipairs(redis.call('SMEMBERS', at('instance', instance, 'sessions'))) do
      if budget == 0 then return { departures, vanished, 1 } end
      budget = budget - 1
      local departure, gone = drop(session, instance)
      if departure then departures[#departures + 1] = departure end
      if gone then vanished[#vanished + 1] = gone end
    end
    redis.call('SREM', at('instances'), instance)
  end
end
return { departures, vanished, 0 }
`)
