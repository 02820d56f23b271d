-- Records the result of a step of a request that is still its owner's, unless the step is recorded.
-- KEYS  the request
-- ARGV  token, step, result
-- Answers one text: 1 if the step is recorded, 0 if the claim is lost
local request = KEYS[1]
local held = redis.call('HMGET', request, 'token', 'completed')
if held[1] ~= ARGV[1] or held[2] then
  return {'0'}
end
redis.call('HSETNX', request, 'step:' .. ARGV[2], ARGV[3])
return {'1'}
