-- Prolongs the lease. One that ran out is taken again only if nobody else had
-- it since; see save.lua.
-- KEYS lease, fence  ARGV token, value, ttl in ms, term
-- Gives the term when held, else the value of the holder, or 'gone'.
local held = redis.call('GET', KEYS[1])
local term = tonumber(ARGV[4])
if held then
  if string.sub(held, 1, #ARGV[1]) ~= ARGV[1] then return held end
else
  local last, holder = string.match(redis.call('GET', KEYS[2]) or '0 -', '^(%d+) (.*)$')
  if holder ~= ARGV[1] and tonumber(last) >= term then return 'gone' end
end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
redis.call('SET', KEYS[2], term .. ' ' .. ARGV[1])
return term
