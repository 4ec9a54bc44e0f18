import type { Sandbox, SandboxOptions, SalesforceOptions } from '../../sandbox';
import type { Callers, Heard } from './startedSandbox';
import { started } from './startedSandbox';

export const VERSION = '/services/data/v66.0';

type Row = Record<string, unknown>;

export interface SalesforceOrg {
	sandbox: Sandbox;
	/** `call` is the method and the path behind the version, e.g. 'GET /limits'. */
	api: Callers['salesforce'];
	/** With the path in full. */
	call: Callers['salesforce'];
	soql(query: string, resource?: 'query' | 'queryAll'): Promise<Heard>;
	/** The records of a query, without their attributes. */
	rows(query: string): Promise<Row[]>;
	/** A new record's id. */
	created(object: string, fields: Row): Promise<string>;
}

function bare(record: Row): Row {
	const { attributes, ...fields } = record;
	return fields;
}

/** A running org and its callers. */
export async function org(
	salesforce: SalesforceOptions = {},
	options: SandboxOptions = {},
): Promise<SalesforceOrg> {
	const { sandbox, salesforce: call } = await started({ people: 1, salesforce, ...options });
	const api: SalesforceOrg['api'] = async (wanted, ...more) =>
		await call(wanted.replace(' ', ` ${VERSION}`), ...more);
	const soql: SalesforceOrg['soql'] = async (query, resource = 'query') =>
		await api(`GET /${resource}?q=${encodeURIComponent(query)}`);
	const rows: SalesforceOrg['rows'] = async (query) => {
		const { status, text } = await soql(query);
		if (status !== 200) throw new Error(`${query} -> ${status} ${text}`);
		return JSON.parse(text).records.map(bare);
	};
	const created: SalesforceOrg['created'] = async (object, fields) => {
		const { status, text } = await api(`POST /sobjects/${object}`, fields);
		if (status !== 201) throw new Error(`${object} -> ${status} ${text}`);
		return JSON.parse(text).id;
	};
	return { sandbox, api, call, soql, rows, created };
}

/** The parsed body of an answer that has to be an array. */
export function list(heard: Heard): Row[] {
	if (!Array.isArray(heard.json)) throw new Error(`No array: ${heard.text}`);
	return heard.json;
}
