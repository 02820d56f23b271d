-- Stores a value unless a holder with a higher fencing number has stored one.
-- KEYS  the value, the highest number seen
-- ARGV  the number, the value
-- Answers two texts: 1 if it was stored, else 0; the highest number seen
local seen = redis.call('GET', KEYS[2])
if seen and tonumber(seen) > tonumber(ARGV[1]) then
  return {'0', seen}
end
redis.call('SET', KEYS[1], ARGV[2])
redis.call('SET', KEYS[2], ARGV[1])
return {'1', ARGV[1]}
