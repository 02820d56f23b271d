-- Reads the steps that are recorded.
-- KEYS  the request
-- Answers two texts for each step: step, result
local found = {}
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
  if string.sub(fields[i], 1, 5) == 'step:' then
    found[#found + 1] = string.sub(fields[i], 6)
    found[#found + 1] = fields[i + 1]
  end
end
return found
