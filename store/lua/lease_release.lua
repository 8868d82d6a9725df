-- Gives the lease back if it is the caller's.
-- KEYS lease  ARGV token
local held = redis.call('GET', KEYS[1])
if held and string.sub(held, 1, #ARGV[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0
