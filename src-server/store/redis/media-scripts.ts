import { MEDIA_KINDS } from '#shared/domain/media-kinds.ts'

/**
 * What was sent in a conversation, in Lua, as a part of the scripts that change messages. Each kind has
 * a shelf: the ids of the messages that carry something of it, by `seq`, so that a page of them costs
 * as much as the page is long, however much was said in between.
 *
 * Needs `stem`, `order_key` and `media_stem`.
 */
export const SHELVES = `
local KINDS = { ${MEDIA_KINDS.map((kind) => `'${kind}'`).join(', ')} }

local function shelve(id, seq, kinds)
  for kind in string.gmatch(kinds, '[^ ]+') do redis.call('ZADD', media_stem .. kind, seq, id) end
end

-- What is only text is on no shelf.
local function unshelve(id)
  if redis.call('HEXISTS', stem .. id, 'type') == 0 then return end
  for _, kind in ipairs(KINDS) do redis.call('ZREM', media_stem .. kind, id) end
end

-- A message goes onto its shelves before it can be seen: what a crash cut off in between is left out.
local function from_shelf(kind, upper, most)
  local ids = {}
  for from = 0, math.huge, most do
    local shelved = redis.call('ZREVRANGEBYSCORE', media_stem .. kind, upper, '-inf',
      'LIMIT', from, most)
    for _, id in ipairs(shelved) do
      if redis.call('ZSCORE', order_key, id) then ids[#ids + 1] = id end
      if #ids == most then return ids end
    end
    if #shelved < most then return ids end
  end
end
`
