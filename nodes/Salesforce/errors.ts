import { asArray, asObject, asText } from '../shared/engine/body';
import type { JsonValue, VendorError, WireAnswer } from '../shared/engine/types';

/** Another call or job holds the record at the moment (REST guide, status codes, 2026-08). */
export const LOCKED = 'UNABLE_TO_LOCK_ROW';
export const LIMIT = 'REQUEST_LIMIT_EXCEEDED';
/** Done and taken back, because another row of an all-or-none request was refused. */
const ROLLED_BACK = 'ALL_OR_NONE_OPERATION_ROLLED_BACK';

type Fields = { [name: string]: JsonValue | undefined };

/**
 * Reads an error answer: a list of errors, an object of the OAuth endpoints, or a list of addresses for
 * an external ID that more than one record has (REST guide, 2026-08).
 */
export function readError(answer: WireAnswer, data: JsonValue | undefined): VendorError {
	// Maintenance pages and the network in front of Salesforce answer in HTML or XML.
	if (data === undefined) return { message: '' };
	if (!Array.isArray(data)) return readOAuthError(asObject(data));
	if (answer.status === 300) return severalRecords(data.map((each) => asText(each) ?? ''));
	return readErrors(data);
}

/** The errors of an answer, or of one of its rows: the first gives the code, all of them the words. */
export function readErrors(list: JsonValue[]): VendorError {
	const entries = list.map(asObject).flatMap(innerErrors);
	const [first = {}] = entries;
	const messages = entries.map(({ message }) => asText(message) ?? '').filter(Boolean);
	const message = [...new Set(messages)].join('; ');
	const code = codeOf(first);
	const named = entries.flatMap(({ fields }) => asArray(fields).map((each) => asText(each) ?? ''));
	const fields = [...new Set([...named, ...fieldIn(message)])].filter(Boolean);
	return {
		message,
		...(code === '' ? {} : { code }),
		...(fields.length === 0 ? {} : { fields }),
		...requestIdIn(message),
		...existing(first, message),
		...adviceFor(code, fields),
	};
}

/** Actions tell the errors of each of their inputs. */
function innerErrors(entry: Fields): Fields[] {
	const inner = asArray(entry.errors).map(asObject);
	return inner.length > 0 ? inner : [entry];
}

/** Answers say `errorCode`, rows of a collection `statusCode`. */
function codeOf({ errorCode, statusCode }: Fields): string {
	return asText(errorCode) ?? asText(statusCode) ?? '';
}

/** `CODE:words:Field__c,Other__c --`, as result files of bulk jobs have it (seen, 2026-08). */
export function readResultError(text: string): VendorError {
	const [, code = '', rest = ''] = /^([A-Z][A-Z_]+):([\s\S]*)$/.exec(text.trim()) ?? [];
	if (code === '') return { message: text.trim() };
	const [, message = rest, names = ''] = /^([\s\S]*):([\w, ]*) ?--$/.exec(rest.trim()) ?? [];
	const fields = names.split(',').map((name) => name.trim());
	return readErrors([{ errorCode: code, message: message.trim(), fields: fields.filter(Boolean) }]);
}

/** Why a bulk job has failed: "InvalidBatch : Field name not found : Shoe__c" (seen, 2026-08). */
export function readJobError(message: string): VendorError {
	const field = /Field name not found\s*:\s*([\w.:]+)/i.exec(message)?.[1];
	return field === undefined
		? { message }
		: readErrors([{ errorCode: 'INVALID_FIELD', message, fields: [field] }]);
}

function readOAuthError({ error, error_description: words, message }: Fields): VendorError {
	const code = asText(error);
	return {
		message: asText(words) ?? asText(message) ?? code ?? '',
		...(code === undefined ? {} : { code }),
	};
}

function severalRecords(addresses: string[]): VendorError {
	const ids = addresses.map((address) => address.split('/').at(-1) ?? '');
	return {
		message: `${ids.length} records have this external ID: ${ids.join(', ')}`,
		code: 'DUPLICATE_EXTERNAL_ID',
		...adviceFor('DUPLICATE_EXTERNAL_ID', []),
	};
}

/** The field that only the text names: "No such column 'Shoe__c' on sobject of type Contact". */
function fieldIn(message: string): string[] {
	const name = /No such column '([^']+)'/i.exec(message)?.[1];
	return name === undefined ? [] : [name];
}

/** What Salesforce's support asks for. */
function requestIdIn(message: string): { requestId?: string } {
	const id = /ErrorId[^:]*:\s*(-?\d+-\d+(?:\s*\(-?\d+\))?)/i.exec(message)?.[1];
	return id === undefined ? {} : { requestId: id };
}

/** The record that a duplicate rule, or a unique field, has found. */
function existing({ duplicateResult }: Fields, message: string): { existingId?: string } {
	const matches = asArray(asObject(duplicateResult).matchResults).map(asObject);
	const records = matches.flatMap(({ matchRecords }) => asArray(matchRecords).map(asObject));
	const found = records.map(({ record }) => asText(asObject(record).Id)).find(Boolean);
	const id = found ?? /record with id: (\w{15,18})/i.exec(message)?.[1];
	return id === undefined ? {} : { existingId: id };
}

/** What to change, by the code (REST guide and its examples, 2026-08). */
const ADVICE: Record<string, (named: string) => string> = {
	ALL_OR_NONE_OPERATION_ROLLED_BACK: () =>
		'Another item of the same request was refused: correct that one, or switch off All or None.',
	API_DISABLED_FOR_ORG: () => 'Use an edition of Salesforce that includes the API.',
	CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: () =>
		'A trigger or flow of the org has refused it: its own words stand in the message.',
	DUPLICATES_DETECTED: () =>
		'A duplicate rule of the org refuses it: change the record that exists, or switch on Allow Duplicates in the options of this node.',
	DUPLICATE_EXTERNAL_ID: () =>
		'Make the values of the external ID field unique in Salesforce, or update by Record ID.',
	DUPLICATE_VALUE: (named) =>
		`Another record has this value${named}: use "Create or Update" by that field, or send another value.`,
	ENTITY_IS_DELETED: () =>
		'The record was deleted: restore it from the recycle bin of Salesforce, or leave the item out.',
	FIELD_CUSTOM_VALIDATION_EXCEPTION: () => 'A validation rule of the org refuses the values.',
	FIELD_INTEGRITY_EXCEPTION: (named) => `Check the values${named} that belong together.`,
	INSUFFICIENT_ACCESS: () => 'Give the user of the credential access to the object and the record.',
	INSUFFICIENT_ACCESS_OR_READONLY: () =>
		'Give the user of the credential the right to change this record.',
	INVALIDENTITY: () =>
		'Use the operations of Record and Query, which take all objects, or correct the API name of the object.',
	INVALID_CROSS_REFERENCE_KEY: (named) =>
		`Check the ID${named}: there is no such record, or it is of another object.`,
	INVALID_EMAIL_ADDRESS: (named) => `Correct the email address${named} of this item.`,
	INVALID_FIELD: (named) =>
		`Check the API name of the field${named} in the object manager of Salesforce, and whether the user of the credential may see it.`,
	INVALID_FIELD_FOR_INSERT_UPDATE: (named) =>
		`Leave the field out${named}: it is a formula or set by Salesforce, or the user of the credential may only read it.`,
	INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: (named) =>
		`Use the API name of one of the values of the picklist${named}.`,
	INVALID_QUERY_LOCATOR: () =>
		'Salesforce keeps the place in a query for two days: run the query again from its beginning.',
	INVALID_SESSION_ID: () => 'Connect the credential again, or check its consumer key and user.',
	INVALID_TYPE: () => 'Check the API name of the object, and whether the user may see it.',
	JSON_PARSER_ERROR: () => 'Check the values: one of them is not of the type of its field.',
	MALFORMED_ID: (named) => `Correct the ID${named}: it has 15 or 18 letters and digits.`,
	MALFORMED_QUERY: () => 'Correct the query where the message points.',
	NOT_FOUND: () => 'Check the ID, the API name of the object and the API version.',
	NUMBER_OUTSIDE_VALID_RANGE: (named) => `Send a smaller number${named}.`,
	QUERY_TIMEOUT: () => 'Narrow the query by an indexed field, or use "Bulk Job: Query".',
	REQUIRED_FIELD_MISSING: (named) => `Set the required field${named} in Fields.`,
	STRING_TOO_LONG: (named) => `Shorten the text${named}.`,
};

function adviceFor(code: string, fields: string[]): { advice?: string } {
	const named = fields.length > 0 ? ` (${fields.join(', ')})` : '';
	const advice = ADVICE[code]?.(named);
	return advice === undefined ? {} : { advice };
}

/** Whether all rows were taken back because one of them was locked: the request as a whole was. */
export function lockedAsOne(data: JsonValue | undefined): VendorError | undefined {
	const rows = asArray(data).map(asObject);
	if (rows.length === 0 || rows.some(({ success }) => success !== false)) return undefined;
	const errors = rows.map(({ errors: own }) => readErrors(asArray(own)));
	const locked = errors.find(({ code }) => code === LOCKED);
	const isRolledBack = errors.every(({ code }) => code === LOCKED || code === ROLLED_BACK);
	const isTogether = errors.some(({ code }) => code === ROLLED_BACK);
	return locked && isRolledBack && isTogether ? locked : undefined;
}
