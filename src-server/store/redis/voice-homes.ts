import { z } from 'zod'
import type { RoomId } from '#shared/domain/ids.ts'
import { voicePersonWireSchema } from '#shared/protocol/voice-wire.ts'
import type { VoiceHomes, VoicePerson } from '../../ports/voice-homes.ts'
import type { Keys } from './keys.ts'
import type { Link } from './link.ts'
import { parseJson } from './parse-json.ts'
import { script } from './script.ts'

/** Three chances to say that a room is still held. */
const HELD_FOR_MS = 6_000

/**
 * Homes of voice as scripts, so that of several instances that want a room exactly one gets it. All keys
 * begin with the one that is passed, which puts them into one slot.
 *
 * home:RID    IID, expires unless the instance goes on holding the room
 * people:RID  JSON of who is in it; expires together with the former
 * rooms       set of RID: held, or held until the instance died
 * number      of the newest claim
 */
const PRELUDE = `
local stem, room, me, held = KEYS[1], ARGV[1], ARGV[2], ARGV[3]
local home = room and redis.call('GET', stem .. 'home:' .. room)
local function hold()
  redis.call('SET', stem .. 'home:' .. room, me, 'PX', held)
  redis.call('SADD', stem .. 'rooms', room)
end
`

const claim = script(`${PRELUDE}
if not home then
  hold()
  redis.call('DEL', stem .. 'people:' .. room)
  home = me
end
return { home, redis.call('INCR', stem .. 'number') }
`)

const keep = script(`${PRELUDE}
if home and home ~= me then return 'lost' end
hold()
redis.call('SET', stem .. 'people:' .. room, ARGV[4], 'PX', held)
return home and 'kept' or 'retaken'
`)

const release = script(`${PRELUDE}
if home ~= me then return 0 end
redis.call('DEL', stem .. 'home:' .. room, stem .. 'people:' .. room)
redis.call('SREM', stem .. 'rooms', room)
return 1
`)

const list = script(`
local stem, found = KEYS[1], {}
for _, room in ipairs(redis.call('SMEMBERS', stem .. 'rooms')) do
  local people = redis.call('GET', stem .. 'people:' .. room)
  if people then
    found[#found + 1] = room
    found[#found + 1] = people
  end
end
return found
`)

const sweep = script(`
local stem, left = KEYS[1], {}
for _, room in ipairs(redis.call('SMEMBERS', stem .. 'rooms')) do
  if redis.call('EXISTS', stem .. 'home:' .. room) == 0 then
    redis.call('SREM', stem .. 'rooms', room)
    redis.call('DEL', stem .. 'people:' .. room)
    left[#left + 1] = room
  end
end
return left
`)

const keptSchema = z.enum(['kept', 'retaken', 'lost'])
const peopleSchema = z.array(voicePersonWireSchema)

/** @param self what tells this instance from others */
export function createVoiceHomes(link: Link, keys: Keys, self: string): VoiceHomes {
  const stem = [keys.voice]
  const about = (roomId: RoomId) => [roomId, self, HELD_FOR_MS]

  return {
    self,
    async claim(roomId) {
      const reply = await link.run(claim, stem, about(roomId))
      const [home, number] = reply as [string, number]
      return { home, number }
    },
    find: (roomId) => link.ask((redis) => redis.get(`${keys.voice}home:${roomId}`)),
    keep: async (roomId, people) =>
      keptSchema.parse(await link.run(keep, stem, [...about(roomId), JSON.stringify(people)])),
    async release(roomId) {
      await link.run(release, stem, about(roomId))
    },
    async list() {
      const flat = (await link.run(list, stem, [])) as readonly string[]
      const rooms = new Map<RoomId, readonly VoicePerson[]>()
      for (let index = 0; index < flat.length; index += 2) {
        const people = parseJson(peopleSchema, flat[index + 1] ?? '') ?? []
        if (people.length > 0) rooms.set(flat[index] as RoomId, people)
      }
      return rooms
    },
    sweep: async () => (await link.run(sweep, stem, [])) as readonly RoomId[],
  }
}
