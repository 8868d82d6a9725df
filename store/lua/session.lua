-- Looks a session up with its user and prolongs it, and the list of the
-- user's sessions with it.
-- KEYS session, users  ARGV start of the key of a user's list, ttl in ms
local session = redis.call('GETEX', KEYS[1], 'PX', ARGV[2])
if not session then return false end
local id = cjson.decode(session).user
local user = redis.call('HGET', KEYS[2], id)
if not user then return false end
redis.call('PEXPIRE', ARGV[1] .. id, ARGV[2])
return {session, user}
