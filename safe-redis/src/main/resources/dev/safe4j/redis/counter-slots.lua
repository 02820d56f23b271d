-- Reads all slots of a counter.
-- KEYS  the counter
-- Answers two texts for each slot: its number, its value
return redis.call('HGETALL', KEYS[1])
