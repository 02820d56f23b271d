-- Raises the fences of each lock that is still its owner's, so that the next owner gets a higher one than a quorum has given out.
-- KEYS  for each lock: the lock, its fence
-- ARGV  for each lock: token, first fence, last fence
-- Answers one text for each lock: 1 if it is recorded, 0 if the lock is lost
local answers = {}
for i = 0, #KEYS / 2 - 1 do
  local lock, fence = KEYS[2 * i + 1], KEYS[2 * i + 2]
  local token, first, last = unpack(ARGV, 3 * i + 1, 3 * i + 3)
  local held = redis.call('HMGET', lock, 'token', 'last')
  answers[i + 1] = held[1] == token and '1' or '0'
  if held[1] == token and tonumber(last) > tonumber(held[2]) then
    redis.call('HSET', lock, 'first', first, 'last', last)
    redis.call('SET', fence, last, 'KEEPTTL')
  end
end
return answers
