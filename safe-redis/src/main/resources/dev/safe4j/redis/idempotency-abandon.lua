-- Ends the lease of a request that is still its owner's, unless it has ended before.
-- KEYS  the request
-- ARGV  token
-- Answers one text: 1 if it has ended, 0 if the claim is lost
local request = KEYS[1]
local held = redis.call('HMGET', request, 'token', 'completed', 'until')
if held[1] ~= ARGV[1] or held[2] then
  return {'0'}
end
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
if tonumber(held[3]) > now then
  redis.call('PERSIST', request) -- changes nothing: a full server refuses what may grow, but nothing that follows such a write
  redis.call('HSET', request, 'until', string.format('%.0f', now))
end
return {'1'}
