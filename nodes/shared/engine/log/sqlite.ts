import type { StatementSync } from 'node:sqlite';

import { messageOf } from '../errorFacts';
import { systemClock, type Clock } from '../clock';
import { columnName, END_COLUMNS, OPEN, START_COLUMNS, valuesOf } from './columns';
import type { LogEnd, LogSink, LogStart } from './row';
import { isDamaged, tryWhileBusy, type Tried } from './sqliteErrors';
import { inodeOf, openFile, setAside, type OpenFile } from './sqliteFile';

/** How often the file is looked for, and a file that cannot be opened is tried again. */
const LOOK_EVERY_MS = 1_000;
/** Each try may block the process for the busy time-out. */
const WRITE_TRIES = 2;

interface Handle extends OpenFile {
	insert: StatementSync;
	complete: StatementSync;
}

/**
 * The log as a SQLite file, opened at the first row. Written at once, before the answer is used,
 * so that a kill loses nothing. Never throws: what cannot be written is counted in `lost`. `outbox`:
 * whether the rows are noted for another sink.
 */
export function openSqliteLog(
	file: string,
	{ clock = systemClock, outbox = false }: { clock?: Clock; outbox?: boolean } = {},
): LogSink {
	return new SqliteLog(file, clock, outbox);
}

class SqliteLog implements LogSink {
	lost = 0;
	lastError = '';
	private handle: Handle | undefined;
	/** Of the monotonic clock. */
	private lookAt = 0;
	/** A new file in the place of a lost one goes on counting, so that no late end hits a wrong row. */
	private lastId = 0;

	constructor(
		readonly location: string,
		private readonly clock: Clock,
		private readonly outbox: boolean,
	) {}

	begin(row: LogStart): number {
		const written = this.write(({ insert }) => insert.run(...valuesOf(row, START_COLUMNS)));
		if (!written) return 0;
		this.lastId = Number(written.lastInsertRowid);
		return this.lastId;
	}

	end(id: number, row: LogEnd): void {
		// 0: its beginning was lost, and has been counted.
		if (id === 0) return;
		const written = this.write(({ complete }) => complete.run(...valuesOf(row, END_COLUMNS), id));
		if (written?.changes === 0) this.lose('the row is gone: the file was replaced or pruned');
	}

	private write<T>(statement: (handle: Handle) => T): T | undefined {
		const first = this.writeOnce(statement);
		if (first.ok) return first.value;
		if (!isDamaged(first.error)) return this.lose(messageOf(first.error));
		this.replaceDamagedFile();
		const second = this.writeOnce(statement);
		return second.ok ? second.value : this.lose(messageOf(second.error));
	}

	private writeOnce<T>(statement: (handle: Handle) => T): Tried<T> {
		const opened = this.current();
		if (!opened.ok) return opened;
		return tryWhileBusy(WRITE_TRIES, () => statement(opened.value));
	}

	/** The open handle; SQLite itself does not notice that its file was deleted. */
	private current(): Tried<Handle> {
		const now = this.clock.monotonic();
		const look = now >= this.lookAt;
		if (look) this.lookAt = now + LOOK_EVERY_MS;
		if (this.handle && look) {
			const { inode } = this.handle;
			const found = tryWhileBusy(1, () => inodeOf(this.location));
			if (!found.ok || found.value !== inode) this.close();
		}
		if (this.handle) return { ok: true, value: this.handle };
		if (!look) return { ok: false, error: this.lastError || 'the file could not be opened' };
		return this.open();
	}

	private open(): Tried<Handle> {
		const opened = openFile(this.location, this.lastId, this.outbox);
		if (!opened.ok) return opened;
		const prepared = tryWhileBusy(WRITE_TRIES, () => prepare(opened.value));
		if (prepared.ok) this.handle = prepared.value;
		return prepared;
	}

	private replaceDamagedFile(): void {
		const found = tryWhileBusy(1, () => inodeOf(this.location));
		const inode = this.handle?.inode ?? (found.ok ? found.value : undefined);
		this.close();
		this.lookAt = 0;
		const aside = setAside(this.location, inode, this.clock.now());
		if (!aside.ok) this.lastError = messageOf(aside.error);
	}

	private close(): void {
		const { handle } = this;
		this.handle = undefined;
		if (!handle) return;
		const closed = tryWhileBusy(1, () => handle.database.close());
		if (!closed.ok) this.lastError = messageOf(closed.error);
	}

	private lose(reason: string): undefined {
		this.lost += 1;
		this.lastError = reason;
		return undefined;
	}
}

function prepare(file: OpenFile): Handle {
	const start = Object.keys(START_COLUMNS).map(columnName);
	const end = Object.keys(END_COLUMNS).map((field) => `${columnName(field)} = ?`);
	const marks = start.map(() => '?').join(', ');
	return {
		...file,
		insert: file.database.prepare(`INSERT INTO api_log (${start.join(', ')}) VALUES (${marks})`),
		complete: file.database.prepare(
			`UPDATE api_log SET ${end.join(', ')} WHERE id = ? AND outcome = '${OPEN}'`,
		),
	};
}
