import type { INodeProperties } from 'n8n-workflow';
import { isoTime } from '../shared/engine/explain';
import { type ParameterReader, Problem } from '../shared/node/parameters';

/** Where an operation that makes a file puts it. */
export const outputFileField: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'binaryProperty',
	type: 'string',
	required: true,
	default: 'data',
	description: 'Name of the output field that gets the file',
};

/** The name of that field. */
export function readOutputField(read: ParameterReader): string | Problem {
	const name = read.text('binaryProperty');
	if (name !== '') return name;
	return new Problem('Put Output File in Field is empty', 'Enter the name of a field.');
}

/** "api-log-2026-01-31.csv": the day is that of UTC. */
export function datedName(what: string, now: number, extension: string): string {
	return `${what}-${(isoTime(now) ?? '').slice(0, 10)}.${extension}`;
}
