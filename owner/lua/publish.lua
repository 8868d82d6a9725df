-- Makes a whole import visible at once by renaming its draft.
-- KEYS import lock, changed during import, owners, index, history,
--      staged owners, staged index, staged history, draft owners, draft index, draft history,
--      count, revision
-- ARGV token, number of records which are new
-- Returns ok; lost (the lock is somebody else's); staged (an earlier import has to be
-- folded in first); or changed and the ids which were written since the import began.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return {'lost'}
end
if redis.call('EXISTS', KEYS[6]) == 1 then
  return {'staged'}
end
local changed = redis.call('SMEMBERS', KEYS[2])
if #changed > 0 then
  redis.call('DEL', KEYS[2])
  table.insert(changed, 1, 'changed')
  return changed
end
redis.call('UNLINK', KEYS[7], KEYS[8])
-- The first import of an empty directory needs no folding in.
local first = redis.call('EXISTS', KEYS[3]) == 0 and 2 or 5
for i = 1, 3 do
  local draft, target = KEYS[8 + i], KEYS[first + i]
  if redis.call('EXISTS', draft) == 1 then
    if first == 2 then
      redis.call('UNLINK', target)
    end
    redis.call('PERSIST', draft)
    redis.call('RENAME', draft, target)
  end
end
redis.call('INCRBY', KEYS[12], ARGV[2])
redis.call('INCR', KEYS[13])
redis.call('DEL', KEYS[1])
return {'ok'}
