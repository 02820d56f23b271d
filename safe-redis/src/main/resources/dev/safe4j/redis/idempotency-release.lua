-- Forgets a request that is still its owner's, with its steps. The token is known for a while: sent again, the same is answered.
-- KEYS  the request
-- ARGV  token, how long it is known (ms)
-- Answers one text: 1 if it is forgotten, 0 if the claim is lost
local request = KEYS[1]
local held = redis.call('HMGET', request, 'token', 'completed', 'released')
if held[3] == ARGV[1] then
  return {'1'}
end
if held[1] ~= ARGV[1] or held[2] then
  return {'0'}
end
redis.call('DEL', request)
redis.call('HSET', request, 'released', ARGV[1])
redis.call('PEXPIRE', request, ARGV[2])
return {'1'}
