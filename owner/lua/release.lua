-- Gives up an import: its lock and its draft.
-- KEYS import lock, changed during import, draft owners, draft index, draft history
-- ARGV token
if redis.call('GET', KEYS[1]) == ARGV[1] then
  redis.call('DEL', KEYS[1], KEYS[2])
end
return redis.call('UNLINK', KEYS[3], KEYS[4], KEYS[5])
