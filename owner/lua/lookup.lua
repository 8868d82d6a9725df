-- Everything that the index hints at for some ranges, in one step. A staged
-- record (a published import that is not folded in yet) hides the older one.
-- The index may hint at too much, never at too little: the caller verifies.
-- KEYS owners, index, staged owners, staged index
-- ARGV limit per range and index, then the ranges: from, to, from, to, ...
-- Returns id, record, id, record, ...
local seen, out = {}, {}
for i = 2, #ARGV, 2 do
  for k = 2, 4, 2 do
    for _, term in ipairs(redis.call('ZRANGEBYLEX', KEYS[k], ARGV[i], ARGV[i + 1], 'LIMIT', 0, ARGV[1])) do
      local id = string.match(term, '[^\t]*$')
      if not seen[id] then
        seen[id] = true
        local record = redis.call('HGET', KEYS[3], id) or redis.call('HGET', KEYS[1], id)
        if record then
          out[#out + 1] = id
          out[#out + 1] = record
        end
      end
    end
  end
end
return out
