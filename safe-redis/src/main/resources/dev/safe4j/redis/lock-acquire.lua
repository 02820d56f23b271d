-- Takes each lock that is free.
-- KEYS  for each lock: the lock, its fence, the end of the token
-- ARGV  how long a fence is kept beyond the lease (ms); for each lock: token, owner, length (ms), fences, waits (1 or 0)
-- Answers five texts for each lock: granted, first fence, since (us), '', ''
--                                   busy, last fence, since (us), owner, remaining (ms)
--                                   over, '', '', '', ''
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local keep = tonumber(ARGV[1])
local answers = {}

local function whole(number)
  return string.format('%.0f', number)
end

local function answer(...)
  for _, each in ipairs({...}) do
    answers[#answers + 1] = each
  end
end

local function grant(lock, fence, token, owner, length, fences)
  local first = math.max(tonumber(redis.call('GET', fence) or 0) + 1, now)
  local last = whole(first + fences - 1)
  redis.call('HSET', lock, 'token', token, 'owner', owner, 'since', whole(now), 'first', whole(first), 'last', last)
  redis.call('PEXPIRE', lock, length)
  redis.call('SET', fence, last, 'PX', length + keep)
  answer('granted', whole(first), whole(now), '', '')
end

for i = 0, #KEYS / 3 - 1 do
  local lock, fence, over = KEYS[3 * i + 1], KEYS[3 * i + 2], KEYS[3 * i + 3]
  local token, owner, length, fences, waits = unpack(ARGV, 5 * i + 2, 5 * i + 6)
  local held = redis.call('HMGET', lock, 'token', 'owner', 'since', 'first', 'last')
  if redis.call('EXISTS', over) == 1 then
    answer('over', '', '', '', '') -- given up before it arrived: nobody would ever release it
  elseif held[1] == token then
    redis.call('HSET', lock, 'token', token) -- since WAIT waits for nothing but what its own connection wrote
    answer('granted', held[4], held[3], '', '') -- sent again: the reply was lost
  elseif held[1] then
    if waits == '1' then
      redis.call('HSET', lock, 'waits', whole(now))
    end
    answer('busy', held[5], held[3], held[2], whole(math.max(0, redis.call('PTTL', lock))))
  else
    grant(lock, fence, token, owner, tonumber(length), tonumber(fences))
  end
end
return answers
