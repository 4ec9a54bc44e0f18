import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { parseJson } from '../engine/body';
import { systemClock } from '../engine/clock';
import { messageOf } from '../engine/errorFacts';
import type { Callbacks } from '../store/callbacks';
import { isGenuine, readAddress, type CalledAddress } from './durableWaitAddress';
import { splitAnswers, type AnswerPlaces } from './durableWaitAnswers';
import { waitStore } from './durableWaitRun';
import { answer, readCall } from './webhook/call';

/** What a request is answered with later is some kilobytes long. */
const MOST_BYTES = 1024 * 1024;
/** An execution that is just going to sleep cannot be woken up yet. */
const WAKE_AFTER_MS = [0, 1_000, 4_000];

/**
 * Takes an answer for a run that waits, whether it sleeps already or still sends, and wakes it up when
 * it has all of its answers. Starts nothing itself.
 */
export async function receiveAnswer(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const called = readAddress(context.getQueryData() as IDataObject);
	if (!called) return answer(context, 404, 'Nothing waits at this address');
	const store = waitStore();
	const known = store.find(called.run, called.part);
	if (!known.ok) return tryAgain(context, known.message);
	if (!known.value) return answer(context, 404, 'Nothing waits at this address');
	const { secret, places, asked } = known.value;
	if (!isGenuine(called, secret)) return answer(context, 401, 'The token is another one');

	const { rawBody } = readCall(context);
	if (rawBody.length > MOST_BYTES) return answer(context, 413, 'The answer is too large');
	const body = parseJson(rawBody.toString().replace(/^\uFEFF/, ''));
	if (body === undefined) return answer(context, 400, 'The answer is not readable as JSON');
	const answers = splitAnswers(body, places as AnswerPlaces, asked);
	if (!answers) return answer(context, 400, 'The answer holds no list of answers');
	return await Promise.resolve(keep(context, store, called, answers));
}

function keep(
	context: IWebhookFunctions,
	store: Callbacks,
	{ run, part }: CalledAddress,
	answers: Parameters<Callbacks['take']>[2],
): IWebhookResponseData {
	const taken = store.take(run, part, answers, systemClock.now());
	if (!taken.ok) return tryAgain(context, taken.message);
	// A sender that is told of a failure would only send it again.
	if (taken.value.isOver) return { webhookResponse: { message: 'Nobody waits for it any more' } };
	const { fresh, wakes } = taken.value;
	for (const url of wakes) void wake(context, url);
	return { webhookResponse: { message: fresh === 0 ? 'Known already' : 'Taken' } };
}

function tryAgain(context: IWebhookFunctions, why: string): IWebhookResponseData {
	context.logger.error(`${context.getNode().name}: an answer cannot be kept: ${why}`);
	return answer(context, 503, 'The answer cannot be kept: try again later');
}

/** Calls the execution that sleeps. Where n8n does not reach itself, the execution wakes up by itself. */
async function wake(context: IWebhookFunctions, address: string): Promise<void> {
	const url = URL.parse(address);
	if (!url) return;
	const own = URL.parse(context.getNodeWebhookUrl('default') ?? '');
	// A worker knows another address of n8n, or none.
	if (own) [url.protocol, url.host] = [own.protocol, own.host];
	for (const ms of WAKE_AFTER_MS) {
		await systemClock.sleep(ms);
		const isAwake = await call(context, url.toString());
		if (isAwake) return;
	}
}

/** Whether there is nothing more to do. */
async function call(context: IWebhookFunctions, url: string): Promise<boolean> {
	try {
		const options = { url, method: 'POST', ignoreHttpStatusErrors: true } as const;
		const { statusCode } = (await context.helpers.httpRequest({
			...options,
			returnFullResponse: true,
		})) as { statusCode: number };
		// It runs at this moment: it sends, goes to sleep, or is awake.
		return statusCode !== 409;
	} catch (error) {
		context.logger.debug(
			`${context.getNode().name}: n8n does not reach itself: ${messageOf(error)}`,
		);
		return true;
	}
}
