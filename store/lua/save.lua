-- Saves changed live state and appends journal entries, all or nothing.
--
-- KEYS  lease, fence, calls, agents, queues, meta, journal
-- ARGV  1 writer (a token), 2 term of the lease whose token it is, 0 for none,
--       3 number of this save, 4 full ('1': replace everything), 5 seq, 6 time,
--       7 journal length, 8 number of the first entry, 9 incidents,
--       then five lists, each as its length and its items:
--       calls (id, value), ids of calls gone, agents (id, value),
--       queues (id, value), entries (call, value).
-- Gives 'ok', 'fenced', or 'late' for a save that a newer one has overtaken.
local writer, term, number, full = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]

if term > 0 then
  local lease = redis.call('GET', KEYS[1])
  if lease then
    if string.sub(lease, 1, #writer) ~= writer then return 'fenced' end
  else
    -- The lease ran out. That does no harm unless somebody had it since: a
    -- lower term means that Redis lost the taking of this one in a crash.
    local last, holder = string.match(redis.call('GET', KEYS[2]) or '0 -', '^(%d+) (.*)$')
    if holder ~= writer and tonumber(last) >= term then return 'fenced' end
  end
end

local entries = 0
local meta = redis.call('HMGET', KEYS[6], 'writer', 'save', 'entry')
if meta[1] == writer then
  if tonumber(meta[2]) >= number then return 'late' end
  entries = tonumber(meta[3])
end

local at = 10
local function list()
  local n = tonumber(ARGV[at])
  local first = at + 1
  at = first + n
  return first, at - 1
end

-- Lua's stack is small, so long lists go in slices.
local function each(command, key, first, last)
  for i = first, last, 1000 do
    redis.call(command, key, unpack(ARGV, i, math.min(i + 999, last)))
  end
end

if full == '1' then redis.call('DEL', KEYS[3], KEYS[4], KEYS[5]) end
each('HSET', KEYS[3], list())
each('HDEL', KEYS[3], list())
each('HSET', KEYS[4], list())
each('HSET', KEYS[5], list())

local first, last = list()
local entry = tonumber(ARGV[8])
for i = first, last, 2 do
  if entry > entries then
    redis.call('XADD', KEYS[7], 'MAXLEN', '~', ARGV[7], '*', 'call', ARGV[i], 'entry', ARGV[i + 1])
    entries = entry
  end
  entry = entry + 1
end

redis.call('HSET', KEYS[6], 'writer', writer, 'save', ARGV[3], 'entry', entries, 'seq', ARGV[5], 'at', ARGV[6],
  'incidents', ARGV[9])
return 'ok'
