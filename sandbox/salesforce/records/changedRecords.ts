import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { Call } from '../call';
import { typeIn } from '../call';
import { Refused } from '../refusals';
import { requiredText } from '../requestBody';
import { momentOf } from './fieldValue';

const MINUTE_MS = 60_000;

/** How far back changes can be asked for (REST API guide, sObject Get Updated). */
const MAX_AGE_MS = 30 * 24 * 60 * MINUTE_MS;

interface Period {
	from: number;
	until: number;
	/** From where to ask next: never later than the server's clock. */
	covered: number;
}

/** Seconds are not looked at (SOAP API guide, getUpdated). */
function minuteOf(at: number): number {
	return Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

function minuteIn({ request }: Call, name: string): number {
	const text = requiredText(Object.fromEntries(request.query), name);
	const at = momentOf(text);
	if (at === undefined) throw new Refused('INVALID_REPLICATION_DATE', `invalid date: ${text}`);
	return minuteOf(Date.parse(at));
}

function periodOf(call: Call): Period {
	const from = minuteIn(call, 'start');
	const until = minuteIn(call, 'end');
	if (until - from < MINUTE_MS) {
		const message = 'endDate must be at least one minute greater than startDate';
		throw new Refused('INVALID_REPLICATION_DATE', message);
	}
	if (call.org.now() - from > MAX_AGE_MS + MINUTE_MS) {
		const message = 'specified start date cannot be more than 30 days ago';
		throw new Refused('INVALID_REPLICATION_DATE', message);
	}
	return { from, until, covered: Math.min(until, minuteOf(call.org.now())) };
}

function shown(at: number): string {
	return new Date(at).toISOString().replace('Z', '+0000');
}

/** Deleted records count as changed until they are deleted, and then no more. */
export function updatedIds(call: Call): VendorAnswer {
	const { from, until, covered } = periodOf(call);
	const changed = call.org
		.storeOf(typeIn(call))
		.alive()
		.filter(({ modifiedAt }) => modifiedAt >= from && modifiedAt < until);
	const body = { ids: changed.map(({ id }) => id), latestDateCovered: shown(covered) };
	return jsonAnswer(200, body, { applied: true });
}

export function deletedIds(call: Call): VendorAnswer {
	const { from, until, covered } = periodOf(call);
	const gone = call.org
		.storeOf(typeIn(call))
		.all()
		.filter(({ deleted, modifiedAt }) => deleted && modifiedAt >= from && modifiedAt < until);
	return jsonAnswer(
		200,
		{
			deletedRecords: gone.map(({ id, modifiedAt }) => ({ id, deletedDate: shown(modifiedAt) })),
			earliestDateAvailable: shown(call.org.now() - MAX_AGE_MS),
			latestDateCovered: shown(covered),
		},
		{ applied: true },
	);
}
