import type { INodeProperties } from 'n8n-workflow';
import { isoTimeOf } from '../shared/node/isoTime';
import { Problem, type ParameterReader } from '../shared/node/parameters';

/** A day or a point in time. */
export function timeField(displayName: string, name: string, description: string): INodeProperties {
	return { displayName, name, type: 'dateTime', default: '', description };
}

/** As it was written, or in ISO form where an expression gives a time; undefined for none. */
export function readTime(
	read: ParameterReader,
	name: string,
	label: string,
): string | undefined | Problem {
	const given = read.any(name);
	if (given === undefined || given === null || given === '') return undefined;
	const text = typeof given === 'object' ? (isoTimeOf(given) ?? '') : String(given).trim();
	if (!Number.isNaN(Date.parse(text))) return text;
	return new Problem(`${label} is "${text}", which is no date`, 'Write dates as 2026-01-31.');
}
