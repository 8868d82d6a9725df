-- Puts a page in the place of the journal's oldest entries.
-- KEYS journal, packed  ARGV id of the first entry, of the last one, page
-- Gives 1, or 0 if the journal does not begin there: somebody else was faster.
local head = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)
if not head[1] or head[1][1] ~= ARGV[1] then return 0 end
redis.call('XADD', KEYS[2], ARGV[2], 'first', ARGV[1], 'page', ARGV[3])
local ms, seq = string.match(ARGV[2], '^(%d+)-(%d+)$')
redis.call('XTRIM', KEYS[1], 'MINID', ms .. '-' .. string.format('%d', seq + 1))
return 1
