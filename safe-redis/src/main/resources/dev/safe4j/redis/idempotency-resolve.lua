-- Decides what became of a request whose lease has ended: stores an answer, or forgets it.
-- KEYS  the request
-- ARGV  attempt that was looked into, answer (empty to forget), how long it is kept (ms)
-- Answers one text: 1 if that is how it was found and it is decided, else 0
local request = KEYS[1]
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local held = redis.call('HMGET', request, 'attempt', 'until', 'completed')
if held[1] ~= ARGV[1] or held[3] or tonumber(held[2]) > now then
  return {'0'}
end
if ARGV[2] == '' then
  redis.call('DEL', request)
else
  -- The token is nobody's from now on: a late owner completes nothing.
  redis.call('PEXPIRE', request, ARGV[3]) -- first: a full server refuses what may grow, but nothing that follows such a write
  redis.call('HSET', request, 'token', '', 'answer', ARGV[2], 'completed', string.format('%.0f', now))
end
return {'1'}
