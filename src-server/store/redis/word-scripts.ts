/**
 * The index of words, in Lua, as a part of the scripts that change messages.
 *
 * Messages whose numbers share all but the last eight bits are a block. For each block and each word
 * that occurs in it there is one small string that says in which of them: up to 31 of these bits as
 * bytes, or a bitmap of 32. The words of a block are spread over 64 hashes by their first character,
 * so that each stays below the size (128 fields of 64 bytes) up to which Redis keeps a hash without
 * pointers. A search walks the blocks from the newest to the oldest and asks each a few questions.
 *
 * What a message has put into the index is kept with it, as `words` (which go with its text) and
 * `fixed` (which stay), so it is taken out exactly, whatever cut the words at that time.
 *
 * Needs `stem`, `order_key` and `words_stem`.
 */
export const WORDS = `
local BLOCK = 256
local SHARDS = 64

local function words_key(block, word)
  local first = string.byte(word)
  local length = first < 0x80 and 1 or first < 0xE0 and 2 or first < 0xF0 and 3 or 4
  local last = string.byte(word, math.min(length, #word))
  return words_stem .. string.format('%d:%d', block, last % SHARDS)
end

local function is_bitmap(value) return #value == 32 end

local function contains(value, offset)
  if not is_bitmap(value) then return string.find(value, string.char(offset), 1, true) ~= nil end
  return bit.band(string.byte(value, math.floor(offset / 8) + 1), bit.lshift(1, offset % 8)) ~= 0
end

local function with_bit(value, offset, is_on)
  local at = math.floor(offset / 8) + 1
  local mask = bit.lshift(1, offset % 8)
  local byte = string.byte(value, at)
  byte = is_on and bit.bor(byte, mask) or bit.band(byte, bit.bnot(mask))
  return string.sub(value, 1, at - 1) .. string.char(byte) .. string.sub(value, at + 1)
end

local function with(value, offset)
  if contains(value, offset) then return value end
  if is_bitmap(value) then return with_bit(value, offset, true) end
  if #value < 31 then return value .. string.char(offset) end
  local bitmap = string.rep('\\0', 32)
  for at = 1, #value do bitmap = with_bit(bitmap, string.byte(value, at), true) end
  return with_bit(bitmap, offset, true)
end

local function without(value, offset)
  if is_bitmap(value) then
    local bitmap = with_bit(value, offset, false)
    return bitmap == string.rep('\\0', 32) and '' or bitmap
  end
  local at = string.find(value, string.char(offset), 1, true)
  return at and string.sub(value, 1, at - 1) .. string.sub(value, at + 1) or value
end

local function add_word(seq, word)
  local block = math.floor(seq / BLOCK)
  local key = words_key(block, word)
  redis.call('HSET', key, word, with(redis.call('HGET', key, word) or '', seq % BLOCK))
end

local function drop_word(seq, word)
  local block = math.floor(seq / BLOCK)
  local key = words_key(block, word)
  local value = redis.call('HGET', key, word)
  if not value then return end
  local rest = without(value, seq % BLOCK)
  if rest == '' then redis.call('HDEL', key, word) else redis.call('HSET', key, word, rest) end
end

local function words_of(id)
  local row = redis.call('HMGET', stem .. id, 'words', 'fixed', 'pinned')
  local words = {}
  for word in string.gmatch((row[1] or '') .. ' ' .. (row[2] or ''), '[^ ]+') do words[word] = true end
  if row[3] then words['#pin'] = true end
  return words
end

-- Makes the index say what the message now has, given what it had before.
local function reindex(id, seq, before)
  local after = words_of(id)
  for word in pairs(before) do if not after[word] then drop_word(seq, word) end end
  for word in pairs(after) do if not before[word] then add_word(seq, word) end end
end

-- A message is never older than the one before it, even if somebody set the clock back.
local function time_of(id)
  local row = redis.call('HMGET', stem .. id, 'when', 'created')
  return tonumber(row[1] or row[2] or '0')
end
`
