import type { JsonObject } from '../../json';
import type { Call } from '../call';
import { compoundOf, found } from '../query/found';
import { notUpsertable, upsertField } from '../records/upsertRow';
import { leadAssignee, writingOf } from '../records/writingOf';
import { Refused } from '../refusals';
import { bodyOf, requiredText } from '../requestBody';
import type { Field } from '../schema/field';
import type { SobjectType } from '../schema/sobjectType';
import { sobjectNamed } from '../schema/sobjects';
import { csvFormOf } from './csvText';
import { IngestJob } from './ingestJob';
import type { JobParts } from './job';
import type { IngestOperation } from './jobRow';
import { INGEST_OPERATIONS } from './jobRow';
import { QueryJob } from './queryJob';

function invalidJob(message: string): Refused {
	return new Refused('INVALIDJOB', message);
}

/** 400 with this code and wording (estuary, source-salesforce-native; Airbyte, source-salesforce). */
function refuseUnbulked({ vendor }: Call, { name, bulk }: SobjectType): void {
	if (bulk && !vendor.settings.bulk.refusedObjects.includes(name)) return;
	throw new Refused('INVALIDENTITY', `Entity '${name}' is not supported by the Bulk API.`);
}

function partsOf(call: Call, type: SobjectType, operation: string, body: JsonObject): JobParts {
	const { session, version, vendor, org } = call;
	const id = vendor.jobs.nextId();
	return { id, version, session, type, operation, form: csvFormOf(body), createdAt: org.now() };
}

function operationOf(body: JsonObject, mayHardDelete: boolean): IngestOperation {
	const asked = requiredText(body, 'operation');
	const operation = INGEST_OPERATIONS.find((known) => known === asked);
	if (operation === undefined) throw invalidJob(`Unknown operation: ${asked}`);
	if (operation !== 'hardDelete' || mayHardDelete) return operation;
	throw new Refused(
		'FEATURENOTENABLED',
		'hardDelete operation requires special user profile permission, please contact your system administrator',
	);
}

function keyOf(type: SobjectType, operation: IngestOperation, body: JsonObject): { by?: Field } {
	if (operation !== 'upsert') return {};
	const name = body.externalIdFieldName;
	if (typeof name !== 'string') throw invalidJob('An upsert needs externalIdFieldName');
	const by = upsertField(type, name);
	if (by === undefined) throw new Refused('INVALIDJOB', notUpsertable(type, name));
	return { by };
}

export function createIngestJob(call: Call): IngestJob {
	const { org, vendor, request } = call;
	const { bulk } = vendor.settings;
	const body = bodyOf(request);
	const name = requiredText(body, 'object');
	const type = sobjectNamed(name);
	if (type === undefined) throw new Refused('INVALIDENTITY', `Unable to find object: ${name}`);
	refuseUnbulked(call, type);
	const operation = operationOf(body, bulk.hardDelete);
	const { assignmentRuleId } = body;
	const hasRule = typeof assignmentRuleId === 'string';
	// Headers and locks of the call are not the job's: it works when the call is long over.
	const { leadAssignee: ofTheCall, ...writing } = writingOf(call);
	const job = new IngestJob(
		partsOf(call, type, operation, body),
		bulk,
		{
			operation,
			...keyOf(type, operation, body),
			writing: {
				...writing,
				...leadAssignee(vendor, hasRule),
				heldElsewhere: new Set(),
				allowDuplicates: false,
			},
		},
		org.order,
		hasRule ? assignmentRuleId : undefined,
	);
	vendor.jobs.add(job);
	return job;
}

function refuseUsedUp({ vendor }: Call): void {
	const { dailyQueryJobs } = vendor.settings.bulk;
	const { query } = vendor.jobs.counts;
	if (query < dailyQueryJobs) return;
	// 400 and not 403 (estuary, source-salesforce-native; Airbyte, source-salesforce).
	throw new Refused(
		'LIMIT_EXCEEDED',
		`Max bulk v2 query jobs (${dailyQueryJobs}) per 24 hrs has been reached (${query + 1})`,
	);
}

export function createQueryJob(call: Call): QueryJob {
	const { org, vendor, request } = call;
	const body = bodyOf(request);
	const operation = requiredText(body, 'operation');
	if (operation !== 'query' && operation !== 'queryAll') {
		throw invalidJob(`Unknown operation: ${operation}`);
	}
	const soql = requiredText(body, 'query');
	const { type, paths } = found(org, soql, false);
	refuseUnbulked(call, type);
	if (paths.length === 0) throw new Refused('API_ERROR', 'COUNT() is not supported in Bulk Query');
	if (compoundOf(paths) !== undefined) {
		const message = 'Selecting compound data not supported in Bulk Query';
		throw new Refused('FEATURENOTENABLED', message);
	}
	refuseUsedUp(call);
	const job = new QueryJob(partsOf(call, type, operation, body), vendor.settings.bulk, org, soql);
	vendor.jobs.add(job);
	return job;
}
