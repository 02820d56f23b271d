-- Tells what a request is found as.
-- KEYS  the request
-- Answers three texts: none, '', ''
--                      completed, since (us), answer
--                      running, attempt, remaining (us)
--                      lapsed, attempt, since (us)
local request = KEYS[1]
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local held = redis.call('HMGET', request, 'attempt', 'until', 'completed')
if not held[1] then
  return {'none', '', ''}
end
if held[3] then
  return {'completed', held[3], redis.call('HGET', request, 'answer')}
end
local remaining = tonumber(held[2]) - now
if remaining > 0 then
  return {'running', held[1], string.format('%.0f', remaining)}
end
return {'lapsed', held[1], held[2]}
