-- Claims a request, or tells what it is found as.
-- KEYS  the request
-- ARGV  token, fingerprint (empty for none), length of the lease (us), takes over (1 or 0)
-- Answers three texts: granted, attempt, ''
--                      completed, since (us), answer
--                      running, attempt, remaining (us)
--                      lapsed, attempt, since (us)
--                      other, '', ''
local request = KEYS[1]
local token, fingerprint, lease, takes = unpack(ARGV)
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local function whole(number)
  return string.format('%.0f', number)
end

local function grant(attempt)
  redis.call('HSET', request, 'token', token, 'attempt', attempt, 'until', whole(now + lease))
  return {'granted', attempt, ''}
end

local held = redis.call('HMGET', request, 'token', 'fingerprint', 'attempt', 'until', 'completed', 'released')
local owner, asked, attempt, ends, completed, released = unpack(held, 1, 6)
if not owner then
  if released == token then
    return {'running', '1', '0'} -- given up before it arrived: nobody would run it
  end
  -- First, since a full server refuses it, but nothing that follows a deletion: its claim could not be completed.
  redis.call('HSET', request, 'fingerprint', fingerprint)
  if released then
    redis.call('HDEL', request, 'released')
    redis.call('PERSIST', request)
  end
  return grant('1')
end
if not completed and owner == token then
  redis.call('HSET', request, 'token', token) -- since WAIT waits for nothing but what its own connection wrote
  return {'granted', attempt, ''} -- sent again: the reply was lost
end
if asked ~= '' and fingerprint ~= '' and asked ~= fingerprint then
  return {'other', '', ''}
end
if completed then
  return {'completed', completed, redis.call('HGET', request, 'answer')}
end
local remaining = tonumber(ends) - now
if remaining > 0 then
  return {'running', attempt, whole(remaining)}
end
if takes == '0' then
  return {'lapsed', attempt, ends}
end
return grant(whole(attempt + 1))
