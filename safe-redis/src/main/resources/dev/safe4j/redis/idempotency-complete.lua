-- Stores the answer of a request that is still its owner's. Sent again, it changes nothing and answers the same.
-- KEYS  the request
-- ARGV  token, answer, how long it is kept (ms)
-- Answers one text: 1 if it is stored, 0 if the claim is lost
local request = KEYS[1]
local held = redis.call('HMGET', request, 'token', 'completed')
if held[1] ~= ARGV[1] then
  return {'0'}
end
if not held[2] then
  local time = redis.call('TIME')
  local now = string.format('%.0f', time[1] * 1000000 + time[2])
  redis.call('PEXPIRE', request, ARGV[3]) -- first: a full server refuses what may grow, but nothing that follows such a write
  redis.call('HSET', request, 'answer', ARGV[2], 'completed', now)
else
  redis.call('HSET', request, 'completed', held[2]) -- since WAIT waits for nothing but what its own connection wrote
end
return {'1'}
