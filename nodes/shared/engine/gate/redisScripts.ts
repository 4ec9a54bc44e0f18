import { createHash } from 'node:crypto';

/** A script that Redis runs as one step, over all keys that it is given. */
export interface RedisScript {
	text: string;
	/** By which Redis knows it once it has seen it. */
	sha: string;
}

function script(text: string): RedisScript {
	return { text, sha: createHash('sha1').update(text).digest('hex') };
}

/**
 * A window is a hash. A field is a stretch of a hundredth of the window, and its value is the number
 * of requests: "f" those that left then and are not yet answered, "a" those that were answered then.
 * A place is free one window length after its stretch has ended: up to a hundredth too late, and never
 * too early. Times are Redis's own, in milliseconds.
 */
const WINDOW = `
local function now()
	local time = redis.call('TIME')
	return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function stretchOf(ms)
	return math.max(1, ms / 100)
end

local function field(kind, time, ms)
	return string.format('%s%.0f', kind, math.floor(time / stretchOf(ms)))
end

local function lives(kind, ms, flight)
	return kind == 'f' and math.max(ms, flight) or ms
end

local function keep(key, ms, flight)
	redis.call('PEXPIRE', key, math.ceil(math.max(ms, flight) + 2 * stretchOf(ms)))
end
`;

/**
 * Takes places for `requests` in all windows, as many as there are in the fullest one.
 *
 * ARGV: requests, the longest flight that is believed in (ms), and for each key its window's ms and
 * limit, or 0 and 0 for the key of a hold. Returns now, the places taken, and for each key for how
 * long it leaves no room (0: it does), and 1 where nobody knows how long.
 */
export const TAKE = script(`${WINDOW}
local requests, flight = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = now()

local function look(key, ms)
	local stretch = stretchOf(ms)
	local used, frees, over = 0, {}, {}
	local stored = redis.call('HGETALL', key)
	for n = 1, #stored, 2 do
		local kind, at = string.sub(stored[n], 1, 1), tonumber(string.sub(stored[n], 2))
		local free = (at + 1) * stretch + lives(kind, ms, flight)
		-- What lies ahead was counted by a clock that is no longer asked.
		if free <= time or at > time / stretch + 1 then
			over[#over + 1] = stored[n]
		else
			local count = tonumber(stored[n + 1])
			used = used + count
			-- It is answered now at the earliest.
			if kind == 'f' then free = math.min(free, time + ms) end
			frees[#frees + 1] = { free, count }
		end
	end
	if #over > 0 then redis.call('HDEL', key, unpack(over)) end
	return used, frees
end

-- How long until so many places, or more, are free.
local function waitFor(places, frees, ms)
	table.sort(frees, function(a, b) return a[1] < b[1] end)
	for _, free in ipairs(frees) do
		places = places - free[2]
		if places <= 0 then return math.max(1, math.ceil(free[1] - time)) end
	end
	return math.ceil(ms)
end

local taken, windows, answer = requests, {}, { time, 0 }
for n, key in ipairs(KEYS) do
	local ms, limit = tonumber(ARGV[2 * n + 1]), math.ceil(tonumber(ARGV[2 * n + 2]))
	answer[2 * n + 1], answer[2 * n + 2] = 0, 0
	if ms == 0 then
		local held = redis.call('PTTL', key)
		if held > 0 then
			taken = 0
			answer[2 * n + 1], answer[2 * n + 2] = held, tonumber(redis.call('GET', key))
		end
	else
		local used, frees = look(key, ms)
		windows[#windows + 1] = { n = n, key = key, ms = ms, limit = limit, used = used, frees = frees }
		taken = math.max(0, math.min(taken, limit - used))
	end
end
answer[2] = taken

for _, window in ipairs(windows) do
	if taken > 0 then
		redis.call('HINCRBY', window.key, field('f', time, window.ms), taken)
		keep(window.key, window.ms, flight)
		window.frees[#window.frees + 1] = { time + window.ms, taken }
	end
	local missing = window.used + taken + 1 - window.limit
	if taken < requests and missing > 0 then
		answer[2 * window.n + 1] = waitFor(missing, window.frees, window.ms)
	end
end
return answer
`);

/**
 * Moves a request's place from where it left to where it was answered, or gives it back. What is no
 * longer known to have left is counted all the same.
 *
 * KEYS: windows. ARGV: when the place was taken, 1 for a request that counts, the longest flight, and
 * the ms of each window.
 */
export const SETTLE = script(`${WINDOW}
local at, counts, flight = tonumber(ARGV[1]), ARGV[2] == '1', tonumber(ARGV[3])
local time = now()
for n, key in ipairs(KEYS) do
	local ms = tonumber(ARGV[3 + n])
	local left = field('f', at, ms)
	local known = tonumber(redis.call('HGET', key, left) or '0')
	if known > 1 then
		redis.call('HINCRBY', key, left, -1)
	elseif known == 1 then
		redis.call('HDEL', key, left)
	end
	if counts then
		redis.call('HINCRBY', key, field('a', time, ms), 1)
		keep(key, ms, flight)
	end
end
return 1
`);

/** Holds each key for the ms of ARGV, unless it is held for longer; beside it 1 for "nobody knows how long". */
export const HOLD = script(`
for n, key in ipairs(KEYS) do
	local ms = tonumber(ARGV[2 * n - 1])
	if redis.call('PTTL', key) < ms then redis.call('SET', key, ARGV[2 * n], 'PX', ms) end
end
return 1
`);
