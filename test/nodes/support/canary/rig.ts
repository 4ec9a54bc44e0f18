import { Printed } from './loud';
import { dirname, join } from 'node:path';
import { systemClock } from '../../../../nodes/shared/engine/clock';
import { defaultLogFile } from '../../../../nodes/shared/engine/log/handles';
import { FaultServer } from '../../../conformance/server/faultServer';
import { ownStore } from '../clay';
import type { NodeRun } from '../runNode';
import { ownLog } from '../setup';
import { ENCODINGS } from './encodings';
import { filesIn, readLog } from './readLog';
import { Reveal } from './reveal';
import { saidOf } from './said';

export const NAMES = Object.keys(ENCODINGS);
/** An item for each encoding, which its number names. */
export const ITEMS = NAMES.map((_, n) => ({ n }));

/** The secret in the encoding of this number. */
export function told(secret: string, n: unknown): string {
	return ENCODINGS[NAMES[Number(n)] ?? '']?.(secret) ?? '';
}

/** A server, a log and a store for each test, and an eye on what is printed. */
export class CanaryRig {
	private running: FaultServer | undefined;
	private readonly printed = new Printed();
	private readonly log = ownLog();
	private readonly folder = dirname(defaultLogFile(process.env));
	private tests = 0;
	private readonly store = ownStore();

	constructor() {
		beforeAll(() => this.printed.start());
		beforeEach(async () => {
			const folder = String((this.tests += 1));
			process.env.GTM_LOG_FILE = join(this.folder, folder, 'api-log.sqlite');
			this.running = await FaultServer.start(systemClock);
		});
		afterEach(async () => await this.running?.close());
		afterAll(() => {
			this.printed.stop();
			this.log.remove();
			this.store.remove();
		});
	}

	get server(): FaultServer {
		if (!this.running) throw new Error('The server is not running');
		return this.running;
	}

	/** Where these runs and texts, the log, the store and what was printed tell the secrets. */
	async leaks(
		secrets: string[],
		runs: NodeRun[],
		texts: string[] = [],
	): Promise<Record<string, string[]>> {
		return new Reveal(secrets).inAll({
			runs: runs.flatMap(saidOf),
			texts,
			printed: this.printed.take(),
			...(await readLog()),
			...filesIn(dirname(this.store.file)),
		});
	}
}
