import type { JsonObject } from '../../json';
import { isJsonObject } from '../../json';
import { validationError } from '../refusals';

/** Inputs of one batch of records (HubSpot, object specifications, 2026-03). */
const MAX_INPUTS = 100;

export interface BatchInput {
	id: string;
	idProperty?: string;
	properties: unknown;
	associations: unknown;
	objectWriteTraceId?: string;
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

function inputOf(value: unknown): BatchInput {
	if (!isJsonObject(value)) throw validationError('Invalid input JSON: an input must be an object');
	const { id } = value;
	return {
		id: typeof id === 'number' ? String(id) : (textOf(id) ?? ''),
		idProperty: textOf(value.idProperty),
		properties: value.properties,
		associations: value.associations,
		objectWriteTraceId: textOf(value.objectWriteTraceId),
	};
}

export function batchInputs(body: JsonObject): BatchInput[] {
	const { inputs } = body;
	if (!Array.isArray(inputs)) throw validationError('Invalid input JSON: inputs is required');
	if (inputs.length === 0) throw validationError('inputs must not be empty');
	if (inputs.length > MAX_INPUTS) {
		throw validationError(
			`The maximum number of inputs in a batch is ${MAX_INPUTS}; this one has ${inputs.length}`,
		);
	}
	return inputs.map(inputOf);
}

/** Refused whole, with trace ids or without. The key compares as HubSpot compares it. */
export function refuseDuplicateIds(inputs: readonly BatchInput[]): void {
	const seen = new Set<string>();
	const twice = new Set<string>();
	for (const { id, idProperty } of inputs) {
		const key = `${idProperty ?? 'hs_object_id'} ${id.toLowerCase()}`;
		if (seen.has(key)) twice.add(id);
		seen.add(key);
	}
	if (twice.size === 0) return;
	const ids = [...twice];
	throw validationError(
		`Duplicate IDs found in batch input: [${ids.join(', ')}]. IDs must be unique`,
		{ context: { ids } },
	);
}

/** Errors come row by row only when every input has a trace id of its own. */
export function everyRowTraced(inputs: readonly BatchInput[]): boolean {
	const traces = inputs.map(({ objectWriteTraceId }) => objectWriteTraceId);
	return !traces.includes(undefined) && new Set(traces).size === inputs.length;
}
