-- Makes each lock that is still its owner's last its full length from now on.
-- KEYS  for each lock: the lock, its fence
-- ARGV  how long a fence is kept beyond the lease (ms); for each lock: token, length (ms)
-- Answers one text for each lock: 1 if it was renewed, 0 if it is lost
local keep = tonumber(ARGV[1])
local answers = {}
for i = 0, #KEYS / 2 - 1 do
  local lock, fence = KEYS[2 * i + 1], KEYS[2 * i + 2]
  local token, length = ARGV[2 * i + 2], tonumber(ARGV[2 * i + 3])
  if redis.call('HGET', lock, 'token') == token then
    redis.call('PEXPIRE', lock, length)
    redis.call('PEXPIRE', fence, length + keep)
    answers[i + 1] = '1'
  else
    answers[i + 1] = '0'
  end
end
return answers
