-- Takes the lease if it is free, the caller's own, or held by the dead.
-- KEYS lease, fence  ARGV token, value, ttl in ms, value of a dead holder or ''
-- Gives '' when taken, else the holder's value.
local held = redis.call('GET', KEYS[1])
if held and held ~= ARGV[4] and string.sub(held, 1, #ARGV[1]) ~= ARGV[1] then
  return held
end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
redis.call('SET', KEYS[2], ARGV[1])
return ''
