// Imported first: n8n's logger is made once, and has to write all that it knows, to a console that we see.
process.env.N8N_LOG_LEVEL = 'debug';
process.env.N8N_LOG_OUTPUT = 'console';

let lines: string[] | undefined;

for (const name of ['debug', 'error', 'info', 'log', 'warn'] as const) {
	const own = console[name].bind(console);
	console[name] = (...words: unknown[]) => {
		if (lines) lines.push(words.map(String).join(' '));
		else own(...words);
	};
}

type Write = (chunk: string | Uint8Array, ...rest: unknown[]) => boolean;

/** Those of the process, and those of the console, which in a worker of Jest are others. */
function streams(): Set<object> {
	const ofConsole = ['_stdout', '_stderr'].map((name): unknown => Reflect.get(console, name));
	const all = [process.stdout, process.stderr, ...ofConsole];
	return new Set(all.filter((each): each is object => typeof each === 'object' && each !== null));
}

/** Keeps what is written to stdout, stderr and the console, instead of writing it. */
export class Printed {
	private readonly undo: Array<() => void> = [];

	start(): void {
		const kept: string[] = [];
		lines = kept;
		for (const stream of streams()) {
			const own = Object.getOwnPropertyDescriptor(stream, 'write');
			const write: Write = (chunk, ...rest) => {
				kept.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
				for (const each of rest) if (typeof each === 'function') each();
				return true;
			};
			Object.defineProperty(stream, 'write', { value: write, configurable: true, writable: true });
			this.undo.push(() => {
				if (own) Object.defineProperty(stream, 'write', own);
				else Reflect.deleteProperty(stream, 'write');
			});
		}
	}

	stop(): void {
		lines = undefined;
		for (const each of this.undo.splice(0)) each();
	}

	/** What came since the last time. */
	take(): string[] {
		return lines?.splice(0) ?? [];
	}
}
