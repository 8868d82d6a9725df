-- One or a few records of every building, in one step: from each building's
-- entries of the index it goes on behind them, however many there are. A
-- staged record hides the older one. The index may hint at too much, never at
-- too little: the caller verifies.
-- KEYS owners, index, staged owners, staged index
-- ARGV first, last: the range of the buildings' terms; how many records of each
-- Returns id, record, id, record, ...
local seen, out = {}, {}
for k = 2, 4, 2 do
  local from = ARGV[1]
  while true do
    local terms = redis.call('ZRANGEBYLEX', KEYS[k], from, ARGV[2], 'LIMIT', 0, ARGV[3])
    if #terms == 0 then break end
    local first = string.match(terms[1], '^[^\t]*')
    for _, term in ipairs(terms) do
      local name, id = string.match(term, '^([^\t]*)\t(.*)$')
      if name == first and not seen[id] then
        seen[id] = true
        local record = redis.call('HGET', KEYS[3], id) or redis.call('HGET', KEYS[1], id)
        if record then
          out[#out + 1] = id
          out[#out + 1] = record
        end
      end
    end
    from = '(' .. first .. '\t\255'
  end
end
return out
