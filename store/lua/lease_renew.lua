-- Prolongs the lease. One that ran out is taken again only if nobody else had
-- it in between.
-- KEYS lease, fence  ARGV token, value, ttl in ms
-- Gives '' when held, else the value of the holder, or 'gone'.
local held = redis.call('GET', KEYS[1])
if held then
  if string.sub(held, 1, #ARGV[1]) ~= ARGV[1] then return held end
else
  local fence = redis.call('GET', KEYS[2])
  if fence and fence ~= ARGV[1] then return 'gone' end
end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
redis.call('SET', KEYS[2], ARGV[1])
return ''
