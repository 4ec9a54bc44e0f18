import type { Failure } from '../../../shared/engine/client';
import type { Values } from '../../records/values';

/** Whether one bad row may be the cause of a refusal: not where all rows have set what is refused. */
export function isRowsFault({ status, reason, error }: Failure, rows: Values[]): boolean {
	if (status !== 400 && status !== 422) return false;
	if (reason !== 'invalid' && reason !== 'not-found' && reason !== 'bad-request') return false;
	const [, id] = /(\S+) is not a valid ID/i.exec(error.message) ?? [];
	return id === undefined || !rows.every((values) => Object.values(values).includes(id));
}
