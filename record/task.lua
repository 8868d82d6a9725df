-- Writes one task and its places in the lists, if it is still as it was read.
--
-- KEYS 1 task, 2 versions of agents' lists, 3... lists
-- ARGV 1 task's id, 2 revision it was read with, 3 its value with the next one,
--      4 seconds to keep it, 0 for ever, 5 seconds to keep done ones in lists,
--      6 time before which done ones are dropped from lists,
--      7 number of agents, agents..., then for each list an operation and a
--      score: open (put in), done (put in, drop old ones), gone (take out)
-- Returns 0 when the task has changed meanwhile, else 1.
local id = ARGV[1]
local old = redis.call('GET', KEYS[1])
if (old and string.match(old, '^%d+') or '0') ~= ARGV[2] then return 0 end

if ARGV[4] == '0' then
  redis.call('SET', KEYS[1], ARGV[3])
else
  redis.call('SET', KEYS[1], ARGV[3], 'EX', ARGV[4])
end

local at = 8
for _ = 1, tonumber(ARGV[7]) do
  redis.call('HINCRBY', KEYS[2], ARGV[at], 1)
  at = at + 1
end
for i = 3, #KEYS do
  local operation, score = ARGV[at], ARGV[at + 1]
  at = at + 2
  if operation == 'gone' then
    redis.call('ZREM', KEYS[i], id)
  else
    redis.call('ZADD', KEYS[i], score, id)
    if operation == 'done' then
      redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', ARGV[6])
      redis.call('EXPIRE', KEYS[i], ARGV[5])
    end
  end
end
return 1
