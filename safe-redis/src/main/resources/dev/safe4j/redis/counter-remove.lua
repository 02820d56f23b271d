-- Forgets slots of a counter.
-- KEYS  the counter
-- ARGV  the first slot, the last one
-- Answers one text: 1 if there were any, else 0
local first, last = tonumber(ARGV[1]), tonumber(ARGV[2])
local found = '0'
for _, slot in ipairs(redis.call('HKEYS', KEYS[1])) do
  local number = tonumber(slot)
  if first <= number and number <= last then
    redis.call('HDEL', KEYS[1], slot)
    found = '1'
  end
end
return {found}
