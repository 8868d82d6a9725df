-- Inserts or updates one row, atomically, and tells what became of it.
--
-- KEYS 1 id bucket, 2 rows, 3 time, 4 who, 5 number list, 6 owner list,
--      7 days, 8... bitmaps that the row belongs to
-- ARGV 1 call id, 2 day, 3 row, 4 its part of time, 5 its part of who: two
--      marks of 4 bytes, where zeros mean "none"
-- Returns {0} when the stored version is newer, {1} when saved, {2} when saved
-- and final for the first time, {3, day} when the row already stands in another
-- day, whose keys are then needed, {4} when this very version is stored.

local none = '\0\0\0\0'

local function version(row) return struct.unpack('>BI8I8', string.sub(row, 2, 18)) end

local id, day, row, who = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[5]
local level, registered, stamp = version(row)
local before, before_who, slot = -1, none .. none, nil

local ref = redis.call('HGET', KEYS[1], id)
if ref then
  local at
  at, slot = struct.unpack('>I2I4', ref)
  if at ~= day then return {3, at} end
  local old = redis.call('HGET', KEYS[2], slot)
  if old then
    local l, r, s = version(old)
    if l == level and r == registered and s == stamp then return {4} end
    if l > level or l == level and (r > registered or r == registered and s > stamp) then return {0} end
    before = l
    before_who = redis.call('GETRANGE', KEYS[4], slot * 8, slot * 8 + 7)
  end
else
  slot = redis.call('STRLEN', KEYS[3]) / 4
  ref = struct.pack('>I2I4', day, slot)
  redis.call('HSET', KEYS[1], id, ref)
  redis.call('SETRANGE', KEYS[3], slot * 4, ARGV[4])
  redis.call('SETBIT', KEYS[7], day, 1)
end

redis.call('HSET', KEYS[2], slot, row)
for i = 8, #KEYS do redis.call('SETBIT', KEYS[i], slot, 1) end
if who ~= before_who then
  redis.call('SETRANGE', KEYS[4], slot * 8, who)
  for i = 0, 1 do
    local mark = string.sub(who, i * 4 + 1, i * 4 + 4)
    if mark ~= none and mark ~= string.sub(before_who, i * 4 + 1, i * 4 + 4) then
      redis.call('APPEND', KEYS[5 + i], mark .. ref)
    end
  end
end

if level > 0 and before <= 0 then return {2} end
return {1}
