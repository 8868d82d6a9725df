-- Takes the lease if it is free, the caller's own, or held by the dead.
-- KEYS lease, fence  ARGV token, value, ttl in ms, value of a dead holder or ''
-- Gives the term's number when taken, else the holder's value. Terms count up.
local held = redis.call('GET', KEYS[1])
if held and held ~= ARGV[4] then return held end
local term = tonumber(string.match(redis.call('GET', KEYS[2]) or '0', '^%d+')) + 1
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
redis.call('SET', KEYS[2], term .. ' ' .. ARGV[1])
return term
