import { DEVICES_HELD_FOR_MS, type CallDevices } from '../../ports/call-devices.ts'
import type { Keys } from './keys.ts'
import type { Link } from './link.ts'
import { script } from './script.ts'

/** Keys: the stem. Arguments: milliseconds, devices. */
const HOLD = script(`
for at = 2, #ARGV do redis.call('SET', KEYS[1] .. 'held:' .. ARGV[at], '1', 'PX', ARGV[1]) end
`)

/** Keys: the stem. Arguments: devices. Answers 1 or 0 for each. */
const HELD = script(`
local held = {}
for at, device in ipairs(ARGV) do held[at] = redis.call('EXISTS', KEYS[1] .. 'held:' .. device) end
return held
`)

export function createRedisCallDevices(link: Link, keys: Keys): CallDevices {
  return {
    async hold(ids) {
      if (ids.length > 0) await link.run(HOLD, [keys.calls], [DEVICES_HELD_FOR_MS, ...ids])
    },
    async held(ids) {
      if (ids.length === 0) return new Set()
      const held = (await link.run(HELD, [keys.calls], ids)) as readonly number[]
      return new Set(ids.filter((_, at) => held[at] === 1))
    },
  }
}
