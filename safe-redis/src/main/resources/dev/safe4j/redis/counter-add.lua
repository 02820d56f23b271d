-- Adds to a slot of a counter, if its value allows it.
-- KEYS  the counter, what became of this token
-- ARGV  slot, amount, lowest value that it may be added to, highest one, how long the token is known (ms)
-- Answers two texts: 1 if it was added, else 0; the value after it
-- Values are compared as texts: a number of Lua is exact up to 2^53 only.
local counter, known = KEYS[1], KEYS[2]
local slot, amount, lowest, highest, keep = unpack(ARGV)

-- Whether one whole number is at most another; both in their shortest form.
local function atMost(a, b)
  local negative = a:sub(1, 1) == '-'
  if negative ~= (b:sub(1, 1) == '-') then
    return negative
  end
  if negative then
    a, b = b:sub(2), a:sub(2)
  end
  return #a < #b or (#a == #b and a <= b)
end

local before = redis.call('GET', known)
if before then
  return {'1', before} -- sent again: the reply was lost
end
local value = redis.call('HGET', counter, slot) or '0'
if not (atMost(lowest, value) and atMost(value, highest)) then
  return {'0', value}
end
local after = redis.call('HINCRBY', counter, slot, amount)
value = math.abs(after) < 2 ^ 53 and string.format('%.0f', after) or redis.call('HGET', counter, slot)
redis.call('SET', known, value, 'PX', keep)
return {'1', value}
