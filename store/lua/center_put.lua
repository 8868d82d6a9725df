-- Makes a new version of the centre's configuration.
-- KEYS current, versions, history
-- ARGV 1 version that must be in force, 2 document, 3 revision, 4 its token,
--      5 versions kept, 6 channel
-- Gives 1, also when the same revision is put again, or 0 on a conflict.
local current = tonumber(redis.call('GET', KEYS[1]) or '0')
local expected = tonumber(ARGV[1])
if current == expected + 1 then
  local last = redis.call('LINDEX', KEYS[3], 0)
  if last and cjson.decode(last).token == ARGV[4] then return 1 end
end
if current ~= expected then return 0 end
local version = expected + 1
redis.call('SET', KEYS[1], version)
redis.call('HSET', KEYS[2], version, ARGV[2])
redis.call('HDEL', KEYS[2], version - tonumber(ARGV[5]))
redis.call('LPUSH', KEYS[3], ARGV[3])
redis.call('LTRIM', KEYS[3], 0, tonumber(ARGV[5]) - 1)
redis.call('PUBLISH', ARGV[6], KEYS[1])
return 1
