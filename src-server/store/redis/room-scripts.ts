import { script } from './script.ts'

/**
 * The list of rooms and who belongs to them. A room is listed in one hash, as JSON; its members are
 * beside its messages, and each person's rooms beside the person.
 */

/**
 * Keys: rooms, ids that never come back, passwords, the last number of the room, its members, and
 * the memberships of each of these. Arguments: id, room as JSON, password hash or "", most rooms, and
 * the members in the order of their keys.
 */
export const CREATE_ROOM = script(`
local rooms_key, deleted_key, passwords_key, seq_key, members_key = unpack(KEYS)
local id, json, hash, most = unpack(ARGV)
if redis.call('HEXISTS', rooms_key, id) == 1 or redis.call('SISMEMBER', deleted_key, id) == 1 then
  return 'taken'
end
local others = redis.call('HVALS', rooms_key)
if #others >= tonumber(most) then return 'full' end
local position = 0
for _, other in ipairs(others) do position = math.max(position, cjson.decode(other).position + 1) end
local room = cjson.decode(json)
room.position = position
redis.call('SETNX', seq_key, 0)
if hash ~= '' then redis.call('HSET', passwords_key, id, hash) end
for at = 5, #ARGV do
  redis.call('SADD', members_key, ARGV[at])
  redis.call('SADD', KEYS[at + 1], id)
end
redis.call('HSET', rooms_key, id, cjson.encode(room))
return 'created'
`)

/** Keys: rooms. Arguments: id, what changes as JSON. */
export const UPDATE_ROOM = script(`
local rooms_key = KEYS[1]
local id, change = unpack(ARGV)
local stored = redis.call('HGET', rooms_key, id)
if not stored then return false end
local room = cjson.decode(stored)
for name, value in pairs(cjson.decode(change)) do room[name] = value end
local json = cjson.encode(room)
redis.call('HSET', rooms_key, id, json)
return json
`)

/** Keys: rooms, passwords. Arguments: id, password hash or "". */
export const SET_PASSWORD = script(`
local rooms_key, passwords_key = unpack(KEYS)
local id, hash = unpack(ARGV)
if redis.call('HEXISTS', rooms_key, id) == 0 then return 0 end
if hash == '' then redis.call('HDEL', passwords_key, id)
else redis.call('HSET', passwords_key, id, hash) end
return 1
`)

/** Keys: rooms, members, memberships of the person. Arguments: id, person. */
export const ADD_MEMBER = script(`
local rooms_key, members_key, memberships_key = unpack(KEYS)
local id, person = unpack(ARGV)
if redis.call('HEXISTS', rooms_key, id) == 0 then return 0 end
redis.call('SADD', memberships_key, id)
return redis.call('SADD', members_key, person)
`)

/** Keys: members, memberships of the person. Arguments: id, person. */
export const REMOVE_MEMBER = script(`
local members_key, memberships_key = unpack(KEYS)
local id, person = unpack(ARGV)
redis.call('SREM', memberships_key, id)
return redis.call('SREM', members_key, person)
`)

/**
 * From here on nobody finds the room or can say anything in it. Keys: rooms, ids that never come back,
 * deleted rooms of which something is left, passwords, the last number. Arguments: id.
 */
export const REMOVE_ROOM = script(`
local rooms_key, deleted_key, unfinished_key, passwords_key, seq_key = unpack(KEYS)
local id = ARGV[1]
if redis.call('HDEL', rooms_key, id) == 0 then return 0 end
redis.call('SADD', deleted_key, id)
redis.call('SADD', unfinished_key, id)
redis.call('HDEL', passwords_key, id)
redis.call('DEL', seq_key)
return 1
`)
