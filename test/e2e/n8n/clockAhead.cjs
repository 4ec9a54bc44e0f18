// Loaded by `node --require`: the clock of this process is ahead by GTM_CLOCK_AHEAD_MS, as if so much
// time had passed since it was started last.
const RealDate = Date;
const aheadMs = Number(process.env.GTM_CLOCK_AHEAD_MS);
// Taken now: others may put a function of their own there.
const realNow = RealDate.now;
const now = () => realNow() + aheadMs;

globalThis.Date = new Proxy(RealDate, {
	construct: (target, args, newTarget) =>
		Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
	apply: () => new RealDate(now()).toString(),
	get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
});
