-- Writes an account if nobody else changed it meanwhile.
-- KEYS users, users:version
-- ARGV 1 id, 2 account, 3 the account that must be there, '' for none, 4 channel
-- Gives 1 when written, also when it is there already, or 0.
local there = redis.call('HGET', KEYS[1], ARGV[1]) or ''
if there == ARGV[2] then return 1 end
if there ~= ARGV[3] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('INCR', KEYS[2])
redis.call('PUBLISH', ARGV[4], KEYS[2])
return 1
