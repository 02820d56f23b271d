-- Takes of a quota, if no more than the limit counts then. It is kept as a ring: the number of the newest slot of time, and what was taken
-- in each that counts, that of slot n at n modulo their number. An amount of 0 looks, and writes nothing.
-- KEYS  the quota
-- ARGV  length of a slot (us), how many count, amount, limit, how long it is kept (ms)
-- Answers three texts: 1 if it was taken, else 0; the server's clock (us); the ring
-- Counts stay texts where nothing changes: reading and writing each as a number is most of what a take costs.
local quota = KEYS[1]
local micros, slots, amount, limit = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local function whole(number)
  return string.format('%.0f', number)
end

local kept = string.gmatch(redis.call('GET', quota) or '', '%d+')
local present = (now - now % micros) / micros
local before = tonumber(kept() or present)
local newest = math.max(present, before) -- of a clock that was set back, what was taken in a slot to come counts
local counts, total = {}, 0
for place = 0, slots - 1 do
  local passed = (place - before - 1) % slots < newest - before
  local count = kept() or '0'
  counts[place + 1] = passed and '0' or count
  total = total + counts[place + 1]
end

local taken = amount > 0 and total + amount <= limit
if taken then
  local place = newest % slots + 1
  counts[place] = whole(counts[place] + amount)
end
local ring = whole(newest) .. ' ' .. table.concat(counts, ' ')
if taken then
  redis.call('SET', quota, ring, 'PX', ARGV[5])
end
return {taken and '1' or '0', whole(now), ring}
