-- Makes each claim that is still its owner's, and has not ended, last its full length from now on.
-- KEYS  the requests
-- ARGV  for each request: token, length of the lease (us)
-- Answers one text for each request: 1 if it was renewed, 0 if the claim is lost
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local answers = {}
for i, request in ipairs(KEYS) do
  local token, lease = ARGV[2 * i - 1], ARGV[2 * i]
  local held = redis.call('HMGET', request, 'token', 'completed', 'until')
  answers[i] = '0'
  if held[1] == token and not held[2] and tonumber(held[3]) > now then
    redis.call('PERSIST', request) -- changes nothing: a full server refuses what may grow, but nothing that follows such a write
    redis.call('HSET', request, 'until', string.format('%.0f', now + lease))
    answers[i] = '1'
  end
end
return answers
