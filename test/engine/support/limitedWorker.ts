import { once } from 'node:events';
import { Gate } from '../../../nodes/shared/engine/gate/gate';
import { queueRedis } from '../../../nodes/shared/engine/gate/queueRedis';
import { RedisLink } from '../../../nodes/shared/engine/gate/redis';
import { RedisQuotas } from '../../../nodes/shared/engine/gate/redisQuotas';
import { SharedGate } from '../../../nodes/shared/engine/gate/sharedGate';
import { realClient, sideBySide } from '../../conformance/support/onRealTime';
import { read } from './testVendor';

/** What a worker is told to do; it knows the limit, as if it were documented. */
export interface Job {
	url: string;
	limit: number;
	windowMs: number;
	requests: number;
	inFlight: number;
}

export interface Done {
	done: number;
	/** Answers over the limit. */
	limited: number;
	alone: string;
}

/** A process that sends its requests by a client of its own, once its parent says so. */
async function work(): Promise<void> {
	process.send?.('ready');
	const [job] = (await once(process, 'message')) as [Job];
	const settings = queueRedis(process.env);
	const own = new Gate();
	const gate = settings
		? new SharedGate(own, new RedisQuotas(new RedisLink(settings), settings.prefix))
		: own;
	const windows = [{ name: 'short', ms: job.windowMs, limit: job.limit }];
	const quotas = [{ id: 'main', scope: 'account', windows } as const];
	const client = realClient(job.url, { connection: { quotas }, gate });
	let left = job.requests;
	let done = 0;
	await sideBySide(job.inFlight, async () => {
		if (left === 0) return false;
		left -= 1;
		if ((await client.send(read())).ok) done += 1;
		return true;
	});
	const { rateLimited: limited, alone = '' } = client.totals;
	process.send?.({ done, limited, alone } satisfies Done, () => process.disconnect());
}

void work();
