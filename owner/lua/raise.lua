-- Raises the last used number of ids, so that ids which a file brings along are never given again.
-- KEYS sequence
-- ARGV lowest value allowed
if tonumber(redis.call('GET', KEYS[1]) or '0') < tonumber(ARGV[1]) then
  redis.call('SET', KEYS[1], ARGV[1])
end
return 'ok'
