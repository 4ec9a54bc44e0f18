import { queueRedis } from '../../../nodes/shared/engine/gate/queueRedis';
import { RedisLink } from '../../../nodes/shared/engine/gate/redis';
import { RedisQuotas } from '../../../nodes/shared/engine/gate/redisQuotas';

/** A process that asks the Redis of its environment once, prints how that went, and leaves it open. */
async function takeOnce(): Promise<void> {
	const settings = queueRedis(process.env);
	if (!settings) throw new Error('No queue');
	const shared = new RedisQuotas(new RedisLink(settings), settings.prefix);
	const taken = await shared.take([{ key: 'main', windows: [] }], 1);
	console.log(taken.kind === 'away' ? taken.reason : 'there');
}

void takeOnce();
