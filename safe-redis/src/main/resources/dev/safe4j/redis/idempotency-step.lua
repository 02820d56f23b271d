-- Records the result of a step of a request that is still its owner's, unless the step is recorded.
-- KEYS  the request
-- ARGV  token, step, result
-- Answers one text: 1 if the step is recorded, 0 if the claim is lost
local request = KEYS[1]
local held = redis.call('HMGET', request, 'token', 'completed')
if held[1] ~= ARGV[1] or held[2] then
  return {'0'}
end
redis.call('PERSIST', request) -- changes nothing: a full server refuses what may grow, but nothing that follows such a write
if redis.call('HSETNX', request, 'step:' .. ARGV[2], ARGV[3]) == 0 then
  redis.call('HSET', request, 'token', held[1]) -- since WAIT waits for nothing but what its own connection wrote
end
return {'1'}
