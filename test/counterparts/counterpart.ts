import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { Socket } from 'node:net';

/** A server in a process of its own, on 127.0.0.1. */
export interface Counterpart {
	url: string;
	stop(): Promise<void>;
}

const START_MS = 30_000;

/** Starts `servers/<script>` with these options, which cross as JSON. */
export async function startCounterpart(script: string, options: object): Promise<Counterpart> {
	const child = fork(join(__dirname, 'servers', script), [JSON.stringify(options)], {
		stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
		execArgv: [],
	});
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const stop = async () => {
		// Nothing is kept that would have to be closed in an orderly way.
		child.kill('SIGKILL');
		await ended;
	};
	try {
		const url = await address(child, script);
		letGo(child);
		return { url, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

function address(child: ChildProcess, script: string): Promise<string> {
	return new Promise((resolve, reject) => {
		let said = '';
		const fail = (why: string) => reject(new Error(`${script} ${why}\n${said}`));
		const timer = setTimeout(() => fail(`was not ready in ${START_MS} ms`), START_MS);
		child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
		child.once('error', (error) => fail(error.message));
		// close, not exit: by then all it said on stderr has been read.
		child.once('close', (code) => fail(`ended with code ${code} before it was ready`));
		child.once('message', (message) => {
			clearTimeout(timer);
			resolve(urlIn(message));
		});
	});
}

function urlIn(message: unknown): string {
	if (typeof message === 'object' && message !== null && 'url' in message) {
		return String(message.url);
	}
	throw new Error(`A counterpart told no address: ${JSON.stringify(message)}`);
}

/** A test that forgot `stop` still ends; the child then ends by itself. */
function letGo(child: ChildProcess): void {
	child.stderr?.removeAllListeners('data').resume();
	if (child.stderr instanceof Socket) child.stderr.unref();
	child.channel?.unref();
	child.unref();
}
