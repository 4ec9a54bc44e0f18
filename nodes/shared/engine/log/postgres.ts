import pg from 'pg';

import { codeOf, messageOf } from '../errorFacts';
import { columnName, END_COLUMNS, OPEN, START_COLUMNS } from './columns';
import type { LogTable } from './logTable';
import { COLUMNS, type StoredRow } from './outbox';
import { createRedactor } from './redact';

const TABLE = 'gtm_api_log';
const VERSIONS = 'gtm_api_log_version';
/** Any number that other programs do not lock by. */
const LOCK = 1_735_289_411;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 60_000;
const CONNECTIONS = 2;

/** SQLSTATE of a statement on a table that is not there. */
const UNDEFINED_TABLE = '42P01';

const TYPES = { INTEGER: 'BIGINT', TEXT: 'TEXT' } as const;
const FIELDS = Object.entries({ ...START_COLUMNS, ...END_COLUMNS });

/** Each version adds to the one before. */
const MIGRATIONS = [
	`CREATE TABLE ${TABLE} (id BIGINT NOT NULL, ${FIELDS.map(
		([field, type]) => `${columnName(field)} ${TYPES[type]} NOT NULL`,
	).join(', ')}, PRIMARY KEY (id, started_at));
	CREATE INDEX ${TABLE}_started_at ON ${TABLE} (started_at);
	CREATE INDEX ${TABLE}_vendor ON ${TABLE} (vendor, started_at, status);
	CREATE INDEX ${TABLE}_workflow ON ${TABLE} (workflow, started_at);
	CREATE INDEX ${TABLE}_execution ON ${TABLE} (execution)`,
];

/** The log in Postgres, with one pool for the whole process. Its functions throw what Postgres says. */
export class PostgresLog implements LogTable {
	readonly name = TABLE;
	private readonly pool: pg.Pool;
	private readonly redact: (text: string) => string;
	private migrated = false;

	constructor(url: string) {
		const password = decoded(URL.parse(url)?.password ?? '');
		this.redact = createRedactor([password, url]);
		this.pool = new pg.Pool({
			connectionString: url,
			max: CONNECTIONS,
			connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
			statement_timeout: STATEMENT_TIMEOUT_MS,
			query_timeout: STATEMENT_TIMEOUT_MS,
			application_name: 'n8n-nodes-gtm',
			allowExitOnIdle: true,
			// All of its BIGINT values are exact in JavaScript.
			types: { getTypeParser },
		});
		// A connection that breaks while nobody uses it; the next statement gets a new one.
		this.pool.on('error', () => undefined);
	}

	async all(sql: string, values: Array<string | number>): Promise<object[]> {
		await this.migrate();
		let place = 0;
		const text = sql.replaceAll('?', () => `$${(place += 1)}`).replaceAll('instr(', 'strpos(');
		return await this.query(text, values.map(storable));
	}

	/** Writes rows; one that is there and open is completed, and one that has ended stays as it is. */
	async write(rows: StoredRow[]): Promise<void> {
		await this.migrate();
		if (rows.length === 0) return;
		const types = ['BIGINT', ...FIELDS.map(([, type]) => TYPES[type])];
		const lists = COLUMNS.map((column) => rows.map((row) => storable(row[column] ?? '')));
		const ends = Object.keys(END_COLUMNS).map(columnName);
		await this.query(
			`INSERT INTO ${TABLE} (${COLUMNS.join(', ')})
			SELECT * FROM unnest(${types.map((type, place) => `$${place + 1}::${type}[]`).join(', ')})
			ON CONFLICT (id, started_at) DO UPDATE SET ${ends.map((each) => `${each} = excluded.${each}`).join(', ')}
			WHERE ${TABLE}.outcome = '${OPEN}'`,
			lists,
		);
	}

	/** Deletes what is older, of one workflow or of all; how many rows that were. */
	async deleteBefore(before: number, workflow?: string): Promise<number> {
		const narrowed = workflow === undefined ? '' : ' AND workflow = ?';
		const values = workflow === undefined ? [before] : [before, workflow];
		const gone = await this.all(
			`WITH gone AS (DELETE FROM ${TABLE} WHERE started_at < ?${narrowed} RETURNING 1)
			SELECT count(*) AS rows FROM gone`,
			values,
		);
		return Number(Reflect.get(gone[0] ?? {}, 'rows') ?? 0);
	}

	private async migrate(): Promise<void> {
		if (this.migrated) return;
		// A user without the right to create may use a table that is there.
		if ((await this.version()) < MIGRATIONS.length) {
			await this.query(
				`BEGIN; SELECT pg_advisory_xact_lock(${LOCK});
				CREATE TABLE IF NOT EXISTS ${VERSIONS} (version INTEGER PRIMARY KEY);
				${MIGRATIONS.map(stepOf).join('')} COMMIT`,
			);
		}
		this.migrated = true;
	}

	private async version(): Promise<number> {
		const [there] = await this.query(`SELECT to_regclass('${VERSIONS}') IS NOT NULL AS known`);
		if (!there || Reflect.get(there, 'known') !== true) return 0;
		const [found] = await this.query(`SELECT max(version) AS version FROM ${VERSIONS}`);
		return Number(found ? Reflect.get(found, 'version') : 0);
	}

	private async query(text: string, values?: unknown[]): Promise<object[]> {
		const client = await this.pool.connect().catch((error: unknown) => this.inWords(error));
		if (client instanceof Error) return await Promise.reject(client);
		const result = await client.query(text, values).catch((error: unknown) => this.inWords(error));
		// A transaction that failed half-way must not be met by the next one.
		client.release(result instanceof Error);
		if (result instanceof Error) return await Promise.reject(result);
		const rows: object[] = result.rows ?? [];
		return rows;
	}

	private inWords(error: unknown): Error {
		// Somebody has dropped the table: it is made again.
		if (codeOf(error) === UNDEFINED_TABLE) this.migrated = false;
		return new Error(`Postgres says: ${this.redact(messageOf(error))}`);
	}
}

/** A step of the migration, which another process may have taken while we waited for the lock. */
function stepOf(statements: string, place: number): string {
	const version = place + 1;
	return `DO $step$ BEGIN
		IF NOT EXISTS (SELECT 1 FROM ${VERSIONS} WHERE version = ${version}) THEN
			${statements};
			INSERT INTO ${VERSIONS} VALUES (${version});
		END IF;
	END $step$;`;
}

/** Postgres holds no zero bytes in texts: the sign for one stands in its place. */
function storable(value: string | number): string | number {
	return typeof value === 'string' ? value.replaceAll('\u0000', '\u2400') : value;
}

const BIGINT = 20;

function getTypeParser(type: number, format?: 'text' | 'binary') {
	if (type === BIGINT) return Number;
	return format === 'binary' ? pg.types.getTypeParser(type, format) : pg.types.getTypeParser(type);
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
