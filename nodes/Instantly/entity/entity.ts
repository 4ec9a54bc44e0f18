import type { INodeProperties } from 'n8n-workflow';
import type { ApiRequest } from '../../shared/engine/types';
import type { ParameterReader, Problem } from '../../shared/node/parameters';
import { instantlyRequest } from '../vendor';
import type { Shape } from '../view';

/** A kind of record that has an address of its own for each of its records. */
export interface Entity {
	/** In the log: "leadList" of "leadList.get". */
	value: string;
	one: string;
	many: string;
	/** "/lead-lists". */
	path: string;
	/** Which record an item is about. */
	idField: INodeProperties;
	readId: (read: ParameterReader) => string | Problem;
	/** What tells its records apart. */
	key: string;
	shape: Shape;
}

/** "a lead", "an email". */
export function a(one: string): string {
	return /^[aeiou]/i.test(one) ? `an ${one}` : `a ${one}`;
}

/** A request about one record, or about what can be done with it. */
export function recordRequest(
	{ value, path, key }: Entity,
	operation: string,
	id: string,
	request: Partial<ApiRequest> & Pick<ApiRequest, 'method'>,
	/** "/pause". */
	action = '',
): ApiRequest {
	return instantlyRequest({
		operation: `${value}.${operation}`,
		path: `${path}/${encodeURIComponent(id)}${action}`,
		pathTemplate: `${path}/{${key}}${action}`,
		records: 1,
		keyFields: { [key]: id },
		...request,
	});
}
