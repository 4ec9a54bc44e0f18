import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

interface Query {
	format: 'table' | 'time_series';
	rawSql: string;
	datasource: object;
}

export interface Panel {
	id: number;
	title: string;
	type: string;
	description?: string;
	datasource?: object;
	interval?: string;
	gridPos: Record<'x' | 'y' | 'w' | 'h', number>;
	targets?: Query[];
	fieldConfig?: { overrides: Array<{ matcher: { id: string; options: string } }> };
}

export interface Variable {
	name: string;
	query: string;
	definition: string;
	allValue: string;
	refresh: number;
	multi: boolean;
	includeAll: boolean;
	datasource: object;
}

interface Dashboard {
	__inputs: Array<{ name: string; type: string; pluginId: string }>;
	__requires: Array<{ type: string; id: string }>;
	panels: Panel[];
	templating: { list: Variable[] };
}

const FOLDER = join(__dirname, '../../../docs/grafana');
export const dashboardText = readFileSync(join(FOLDER, 'api-log.json'), 'utf8');
export const dashboard: Dashboard = JSON.parse(dashboardText);
export const readme = readFileSync(join(FOLDER, 'README.md'), 'utf8');

/** What somebody looks at: a time range (ms since 1970), a step, and values of variables; All where none. */
export interface Look {
	from: number;
	to: number;
	interval?: keyof typeof SECONDS;
	chosen?: Record<string, string[]>;
}

const SECONDS = { '1m': 60, '1h': 3_600, '1d': 86_400 };

/**
 * The query as Grafana sends it to Postgres: variables first, in the browser, then macros in what came of
 * it, on Grafana's server. Only what the dashboard uses; anything else that looks like a macro is refused,
 * as Grafana does. (grafana.com/docs/grafana/latest, 2026-10)
 */
export function expand(sql: string, { from, to, interval = '1m', chosen = {} }: Look): string {
	// dashboards/variables/variable-syntax and dashboards/variables/add-template-variables
	const inBrowser = sql.replace(/\$\{(\w+)(?::(\w+))?\}/g, (_, name: string, format?: string) => {
		if (name === '__from') return String(from);
		if (name === '__to') return String(to);
		const found = dashboard.templating.list.find((variable) => variable.name === name);
		if (!found || format !== 'sqlstring') throw new Error(`Unknown: ${name}, ${format}`);
		// "Custom all value … is never escaped"
		return chosen[name]?.map(sqlString).join(',') ?? found.allValue;
	});
	// datasources/postgres/query-editor#macros
	return inBrowser
		.replaceAll('$__interval', interval)
		.replace(/\$([_a-zA-Z0-9]+)\(([^)]*)\)/g, (_, macro: string, given: string) => {
			const [column, step, fill, more] = given.split(',').map((argument) => argument.trim());
			if (macro !== '__unixEpochGroupAlias' || step !== interval || more !== undefined) {
				throw new Error(`unknown macro "${macro}"`);
			}
			// What fills empty steps is added by Grafana to the rows, and not to the query.
			if (fill !== '0' && fill !== 'NULL') throw new Error(`error parsing fill value ${fill}`);
			return `floor((${column})/${SECONDS[interval]})*${SECONDS[interval]} AS "time"`;
		});
}

/**
 * As "Sqlstring" under "Advanced variable format options". Since 10.2 Grafana also puts a backslash before
 * double quotes (grafana/scenes pull request 433), which to Postgres is one more character.
 */
function sqlString(value: string): string {
	return `'${value.replaceAll("'", "''").replaceAll('"', '\\"')}'`;
}

export interface Frame {
	columns: Array<{ name: string; kind: 'number' | 'text' | 'time' }>;
	rows: Array<Record<string, unknown>>;
}

/** The types that the dashboard's queries give, by their numbers in pg_type. */
const KINDS = {
	20: 'number',
	23: 'number',
	25: 'text',
	701: 'number',
	1184: 'time',
	1700: 'number',
} as const;

function kindOf(type: number): Frame['columns'][number]['kind'] {
	const found = Object.entries(KINDS).find(([number]) => Number(number) === type);
	if (!found) throw new Error(`A column of type ${type}`);
	return found[1];
}

/** What a database user gets from a query; it throws what Postgres says. */
export class Reader {
	private readonly client: pg.Client;

	constructor(url: string) {
		this.client = new pg.Client({ connectionString: url });
	}

	async open(): Promise<void> {
		await this.client.connect();
	}

	async close(): Promise<void> {
		await this.client.end();
	}

	async frame(sql: string): Promise<Frame> {
		const { fields, rows } = await this.client.query<Record<string, unknown>>(sql);
		const columns = fields.map(({ name, dataTypeID }) => ({ name, kind: kindOf(dataTypeID) }));
		const numbers = columns.filter(({ kind }) => kind === 'number');
		for (const row of rows) {
			for (const { name } of numbers) row[name] = row[name] === null ? null : Number(row[name]);
		}
		return { columns, rows };
	}

	/** Whether Postgres would read the whole log for this query. */
	async readsAll(sql: string): Promise<boolean> {
		const { rows } = await this.client.query(`EXPLAIN ${sql}`);
		return JSON.stringify(rows).includes('Seq Scan on gtm_api_log');
	}
}
