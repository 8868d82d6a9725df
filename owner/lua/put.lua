-- Writes one record if its version is still the expected one.
-- KEYS owners, index, staged owners, history, count, import lock, changed during import
-- ARGV id, expected version (0: must not exist), record, history entry or '',
--      number of new terms, new terms..., old terms...
-- Returns ok, conflict, or staged (fold the record in first, then try again).
local id = ARGV[1]
if redis.call('HEXISTS', KEYS[3], id) == 1 then
  return 'staged'
end
local now = redis.call('HGET', KEYS[1], id)
if (now and string.match(now, '^%d+') or '0') ~= ARGV[2] then
  return 'conflict'
end
local last_new = 5 + tonumber(ARGV[5])
for i = last_new + 1, #ARGV do
  redis.call('ZREM', KEYS[2], ARGV[i])
end
for i = 6, last_new do
  redis.call('ZADD', KEYS[2], 0, ARGV[i])
end
redis.call('HSET', KEYS[1], id, ARGV[3])
if not now then
  redis.call('INCR', KEYS[5])
end
if ARGV[4] ~= '' then
  local log = redis.call('HGET', KEYS[4], id)
  redis.call('HSET', KEYS[4], id, log and log .. '\n' .. ARGV[4] or ARGV[4])
end
if redis.call('EXISTS', KEYS[6]) == 1 then
  redis.call('SADD', KEYS[7], id)
end
return 'ok'
