import type { Client, Failure } from '../../shared/engine/client';

/**
 * The time of Salesforce's own clock, ms since 1970 in whole seconds; or why it could not be asked.
 * `now`: ours, where the answer does not tell. The list of versions needs no session and counts as no
 * call (REST guide, versions, 2026-08).
 */
export async function serverTime(
	client: Pick<Client, 'send'>,
	now: number,
): Promise<number | Failure> {
	const answer = await client.send({
		operation: 'org.time',
		method: 'GET',
		path: '/services/data',
		safeToRepeat: true,
		readOnly: true,
		// A look at the clock is not to be stopped by a ceiling: the query behind it is.
		begun: true,
		quotas: [],
	});
	if (!answer.ok) return answer;
	const told = Date.parse(answer.headers.date ?? '');
	return Number.isNaN(told) ? Math.floor(now / 1_000) * 1_000 : told;
}
