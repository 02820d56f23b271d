-- Gives up each lock that is still its owner's. The first answer for a token stands: sent again, the same is answered.
-- KEYS  for each lock: the lock, its fence, the end of the token
-- ARGV  how long a fence is kept (ms), how long an answer is remembered (ms), how long a mark of waiting counts (us), the channel;
--       for each lock: token, name, last used fence ('' if any may be used), how long it is kept from everybody (ms)
-- Answers one text for each lock: FREED, AWAITED or LOST
local keep, remember, marked, channel = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3]), ARGV[4]
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local function free(lock, fence, first, last, used, kept)
  if used ~= '' then
    last = string.format('%.0f', math.max(first - 1, used)) -- what was reserved and not used is given out again
  end
  redis.call('SET', fence, last, 'PX', kept + keep)
  if kept > 0 then
    redis.call('HSET', lock, 'token', '', 'last', last)
    redis.call('PEXPIRE', lock, kept)
  else
    redis.call('DEL', lock)
  end
end

local answers = {}
for i = 0, #KEYS / 3 - 1 do
  local lock, fence, over = KEYS[3 * i + 1], KEYS[3 * i + 2], KEYS[3 * i + 3]
  local token, name, used, kept = unpack(ARGV, 4 * i + 5, 4 * i + 8)
  local answer = redis.call('GET', over)
  if not answer then
    redis.call('PERSIST', over) -- changes nothing: a full server refuses what may grow, but nothing that follows such a write
    local held = redis.call('HMGET', lock, 'token', 'first', 'last', 'waits')
    answer = 'LOST'
    if held[1] == token then
      free(lock, fence, tonumber(held[2]), held[3], used, tonumber(kept))
      answer = 'FREED'
      if held[4] and now - held[4] < marked then
        answer = 'AWAITED'
        redis.call('PUBLISH', channel, name)
      end
    end
    redis.call('SET', over, answer, 'PX', remember)
  end
  answers[i + 1] = answer
end
return answers
