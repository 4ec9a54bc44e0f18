import type { INodeProperties } from 'n8n-workflow';
import type { Failure } from '../shared/engine/client';
import { locatorField } from '../shared/node/locatorField';
import { Problem, type ParameterReader } from '../shared/node/parameters';
import type { AdviceOf } from './advised';
import { kindNamed, labelOf } from './objects';

/** A type of records: one of HubSpot's own, or a custom object of the account. */
export function objectTypeField(
	displayName: string,
	name: string,
	description: string,
	chosen = '',
): INodeProperties {
	const kind = kindNamed(chosen);
	const field = locatorField({
		displayName,
		name,
		description,
		searchListMethod: 'getObjectTypes',
		by: 'By Name or ID',
		placeholder: 'e.g. companies or 2-1001',
	});
	const shown = kind ? { cachedResultName: labelOf(kind) } : {};
	return { ...field, default: { mode: 'list', value: chosen, ...shown } };
}

/** The type in such a field, as paths name it. */
export function readObjectType(
	read: ParameterReader,
	name: string,
	label: string,
): string | Problem {
	const type = read.locator(name);
	if (/^[\w-]+$/.test(type)) return kindNamed(type)?.path ?? type;
	return new Problem(
		type === '' ? `${label} is empty` : `${label} is "${type}", which is not the name of one`,
		'Choose a type from the list, or enter its name or an ID such as 2-1001.',
	);
}

const NAMES = 'HubSpot takes names such as companies, and IDs such as 2-1001.';

/** A type that HubSpot does not know is a path that there is not. */
export const adviceOnType: AdviceOf = ({ status }) =>
	status === 400 || status === 404 ? `Check Object Type: ${NAMES}` : undefined;

/** The same, for requests that are refused for other reasons too. */
export const adviceOnUnknownType: AdviceOf = (failure) =>
	isTypeRefused(failure) ? `Check Object Type: ${NAMES}` : undefined;

/** What to change where it is the other record of an association. */
export const OTHER_TYPE_ADVICE = `Check To Object Type: ${NAMES}`;

/**
 * Whether a whole request was refused for the type in its path: a page that is not there has no code,
 * as a record has one that is not there (error handling, 2026-08). All its rows share that.
 */
export function isTypeRefused({ status, error }: Failure): boolean {
	return (status === 404 && error.code === undefined) || /infer object type/i.test(error.message);
}

/** Whether one bad row may be the cause of the refusal of a whole request. */
export function isCausedByRow(failure: Failure): boolean {
	return (failure.status === 400 || failure.status === 404) && !isTypeRefused(failure);
}
