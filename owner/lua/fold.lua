-- Moves staged records into the directory. Readers see the same before and after.
-- KEYS owners, index, history, staged owners, staged index, staged history
-- ARGV for each record: id, number of new terms, number of old terms, new terms..., old terms...
local i = 1
while i <= #ARGV do
  local id, new, old = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
  i = i + 3
  local record = redis.call('HGET', KEYS[4], id)
  if record then
    for j = i + new, i + new + old - 1 do
      redis.call('ZREM', KEYS[2], ARGV[j])
    end
    for j = i, i + new - 1 do
      redis.call('ZADD', KEYS[2], 0, ARGV[j])
    end
    local entry = redis.call('HGET', KEYS[6], id)
    if entry then
      local log = redis.call('HGET', KEYS[3], id)
      redis.call('HSET', KEYS[3], id, log and log .. '\n' .. entry or entry)
      redis.call('HDEL', KEYS[6], id)
    end
    redis.call('HSET', KEYS[1], id, record)
    redis.call('HDEL', KEYS[4], id)
  end
  i = i + new + old
end
if redis.call('EXISTS', KEYS[4]) == 0 then
  redis.call('UNLINK', KEYS[5], KEYS[6])
end
return 'ok'
