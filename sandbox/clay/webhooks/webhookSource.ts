import type { JsonObject } from '../../json';

/** One row of a table: what was posted, in its one "Webhook" cell. */
export interface ClayRow {
	/** Of the row in Clay. The answer to a submission does not tell it. */
	id: string;
	cells: JsonObject;
	/** Of its HTTP API column: whether the call was answered as asked; undefined as long as it never called. */
	answered?: boolean;
	/** Its enrichment never ends, so that its column never calls. */
	silent?: boolean;
}

/** A webhook source of a table. */
export class WebhookSource {
	/** All that ever came, which deleting rows does not lower. */
	submissions = 0;
	/** Beyond the lifetime: answered as always, and no row. */
	dropped = 0;
	/** Rows that say what an earlier one has said. */
	rowsTwice = 0;
	readonly rows: ClayRow[] = [];
	private readonly texts = new Set<string>();

	constructor(
		/** Behind /webhook/ in its address. */
		readonly path: string,
		/** In the header x-clay-webhook-auth; undefined where the source asks for none. */
		readonly token: string | undefined,
		private readonly lifetime: number,
	) {}

	/** The new row; undefined past the lifetime. */
	add(cells: JsonObject): ClayRow | undefined {
		this.submissions++;
		if (this.submissions > this.lifetime) {
			this.dropped++;
			return undefined;
		}
		const row = { id: `r_${this.path.slice(-4)}${this.submissions}`, cells };
		this.rows.push(row);
		const text = JSON.stringify(cells);
		if (this.texts.has(text)) this.rowsTwice++;
		this.texts.add(text);
		return row;
	}
}
