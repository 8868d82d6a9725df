-- The current records of some ids; an empty string where there is none.
-- KEYS owners, staged owners
-- ARGV ids
local out = {}
for i, id in ipairs(ARGV) do
  out[i] = redis.call('HGET', KEYS[2], id) or redis.call('HGET', KEYS[1], id) or ''
end
return out
