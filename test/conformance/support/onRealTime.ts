import { Client, type ClientSettings } from '../../../nodes/shared/engine/client';
import { systemClock } from '../../../nodes/shared/engine/clock';
import { Gate, type Entrance } from '../../../nodes/shared/engine/gate/gate';
import { createTransport } from '../../../nodes/shared/engine/transport';
import type { Connection } from '../../../nodes/shared/engine/vendor';
import { connectionTo } from '../../engine/support/testVendor';
import { SETTINGS } from './scene';

interface Setup {
	connection?: Partial<Connection>;
	settings?: Partial<ClientSettings>;
	signal?: AbortSignal;
	gate?: Entrance;
}

/** A client on the real clock, with a gate of its own unless told. */
export function realClient(url: string, setup: Setup = {}): Client {
	const { connection = {}, settings = {}, signal, gate = new Gate() } = setup;
	return new Client(
		{
			connection: connectionTo(url, connection),
			transport: createTransport(),
			gate,
			clock: systemClock,
			redact: (text) => text,
			run: { execution: 'execution-1', workflow: 'workflow-1', node: 'Acme' },
			...(signal ? { signal } : {}),
		},
		{ ...SETTINGS, ...settings },
	);
}

/** Does a piece of work again and again, so many side by side, until it says that it is over. */
export async function sideBySide(count: number, work: () => Promise<boolean>): Promise<void> {
	const worker = async () => {
		while (await work());
	};
	await Promise.all(Array.from({ length: count }, worker));
}
