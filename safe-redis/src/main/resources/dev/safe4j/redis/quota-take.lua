-- Takes of a quota, if no more than the limit counts then: of the slots of time that count, the one of number n stands at n modulo
-- their number. An amount of 0 looks, and writes nothing.
-- KEYS  the quota
-- ARGV  length of a slot (us), how many count, amount, limit, how long it is kept (ms)
-- Answers three texts: 1 if it was taken, else 0; the server's clock (us); the newest slot;
--                      and one more for each slot that counts: what was taken in it
local quota = KEYS[1]
local micros, slots, amount, limit = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local function whole(number)
  return string.format('%.0f', number)
end

local held = redis.call('HGETALL', quota)
local kept = {}
for i = 1, #held, 2 do
  kept[held[i]] = tonumber(held[i + 1])
end
local present = (now - now % micros) / micros
local before = kept.newest or present
local newest = math.max(present, before) -- of a clock that was set back, what was taken in a slot to come counts
local counts, total = {}, 0
for place = 0, slots - 1 do
  local passed = (place - before - 1) % slots < newest - before
  counts[place] = passed and 0 or kept[tostring(place)] or 0
  total = total + counts[place]
end

local taken = amount > 0 and total + amount <= limit
if taken then
  local place = newest % slots
  counts[place] = counts[place] + amount
  local fields = {'newest', whole(newest)}
  for each = 0, slots - 1 do
    fields[#fields + 1] = tostring(each)
    fields[#fields + 1] = whole(counts[each])
  end
  redis.call('HSET', quota, unpack(fields))
  redis.call('PEXPIRE', quota, ARGV[5])
end
local answer = {taken and '1' or '0', whole(now), whole(newest)}
for place = 0, slots - 1 do
  answer[#answer + 1] = whole(counts[place])
end
return answer
