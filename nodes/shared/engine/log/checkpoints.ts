import { statSync } from 'node:fs';

import { later } from '../clock';
import { tryWhileBusy } from './sqliteErrors';
import { checkpointLog } from './workerThread';

const EVERY_MS = 5_000;
/** SQLite's own writer would move the pages at this size (1,000 pages of 4 KB). */
const WORTH_BYTES = 4_000_000;

/**
 * Lets the log's thread move what was written from the write-ahead file into the log itself, as long as
 * the process lives: SQLite would do it within a write of the main thread, which waits for the disk then.
 */
export function keepCheckpointed(file: string): void {
	later(EVERY_MS, () => {
		const size = tryWhileBusy(1, () => statSync(`${file}-wal`, { throwIfNoEntry: false })?.size);
		if (size.ok && (size.value ?? 0) > WORTH_BYTES) void checkpointLog(file);
		keepCheckpointed(file);
	});
}
