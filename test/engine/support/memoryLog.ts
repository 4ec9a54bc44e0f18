import type { LogEnd, LogSink, LogStart } from '../../../nodes/shared/engine/log/row';

export interface Row extends LogStart, Partial<LogEnd> {
	id: number;
	ended: boolean;
}

/** Keeps rows in memory, and the order in which things happened. */
export class MemoryLog implements LogSink {
	readonly rows: Row[] = [];
	/** "begin 1", "end 1", and what a test adds. */
	readonly events: string[] = [];
	lost = 0;
	readonly lastError = '';
	readonly location = 'memory';

	begin(row: LogStart): number {
		const id = this.rows.length + 1;
		this.rows.push({ ...row, id, ended: false });
		this.events.push(`begin ${id}`);
		return id;
	}

	end(id: number, row: LogEnd): void {
		const begun = this.rows[id - 1];
		if (!begun) throw new Error(`no row ${id}`);
		Object.assign(begun, row, { ended: true });
		this.events.push(`end ${id}`);
	}

	/** Rows of sends, without those of holds. */
	get sends(): Row[] {
		return this.rows.filter(({ attempt }) => attempt > 0);
	}

	get holds(): Row[] {
		return this.rows.filter(({ attempt }) => attempt === 0);
	}
}
