import { Worker } from 'node:worker_threads';

import { messageOf } from '../errorFacts';
import { processState } from '../processState';
import type { Pruned, PruneLimits } from './prune';
import type { Shipped } from './ship';
import type { Sink } from './sinks';
import type { Reads } from './worker';
import { workerEntry } from './workerEntry';

type ReadTask = keyof Reads;

/** What is sent to the thread. */
export type Question = { number: number; file: string; sink?: Sink } & (
	| { task: ReadTask; input: object }
	| { task: 'prune'; input: PruneLimits }
	| { task: 'ship'; input: Sink }
	| { task: 'checkpoint' }
);

/** What comes back. */
export type Answer = { number: number } & Told<unknown>;

/** A value, or why there is none: words that fit behind "the log could not be read: ". */
export type Told<Value> = { ok: true; value: Value } | { ok: false; message: string };

/**
 * Reads the log in a thread of its own. Never throws. A log that does not exist yet is empty, and there is
 * no report of it. Where Postgres is the sink, it is read, after what waits has been brought to it.
 */
export async function readLog<Task extends ReadTask>(
	file: string,
	task: Task,
	input: Parameters<Reads[Task]>[1],
	sink?: Sink,
): Promise<Told<Result<Task>>> {
	return await thread().ask({ file, task, input, ...(sink ? { sink } : {}) });
}

type Result<Task extends ReadTask> =
	| Awaited<ReturnType<Reads[Task]>>
	| (Task extends 'report' ? undefined : never);

/** Deletes rows of the log, also in its sink, in a thread of its own. Never throws. */
export async function pruneLog(
	file: string,
	input: PruneLimits,
	sink?: Sink,
): Promise<Told<Pruned>> {
	return await thread().ask({ file, task: 'prune', input, ...(sink ? { sink } : {}) });
}

/** Brings the rows that wait to the sink, in a thread of its own. Never throws. */
export async function shipLog(file: string, sink: Sink): Promise<Told<Shipped>> {
	return await thread().ask({ file, task: 'ship', input: sink });
}

/** Moves what was written into the file itself, in a thread of its own. Never throws. */
export async function checkpointLog(file: string): Promise<Told<void>> {
	return await thread().ask({ file, task: 'checkpoint' });
}

function thread(): LogThread {
	return processState('log-thread', () => new LogThread());
}

type Unnumbered<Each = Question> = Each extends unknown ? Omit<Each, 'number'> : never;

/** One thread, started by the first question; it does not keep a process alive that has none open. */
class LogThread {
	private worker: Worker | undefined;
	private last = 0;
	private readonly open = new Map<number, (answer: Told<unknown>) => void>();

	/** The answer, which is of the type that the task gives. */
	async ask<Value>(question: Unnumbered): Promise<Told<Value>> {
		const number = (this.last += 1);
		const answer = await new Promise<Told<unknown>>((resolve) => {
			try {
				this.open.set(number, resolve);
				const worker = (this.worker ??= this.start());
				worker.ref();
				worker.postMessage({ ...question, number });
			} catch (error) {
				this.settle({ number, ok: false, message: messageOf(error) });
			}
		});
		return answer as Told<Value>;
	}

	private start(): Worker {
		const worker = new Worker(workerEntry());
		let reason = 'its thread ended';
		worker.on('message', (answer: Answer) => this.settle(answer));
		worker.on('error', (error) => (reason = messageOf(error)));
		worker.on('exit', () => {
			if (this.worker === worker) this.worker = undefined;
			for (const number of [...this.open.keys()]) {
				this.settle({ number, ok: false, message: reason });
			}
		});
		return worker;
	}

	private settle({ number, ...answer }: Answer): void {
		const resolve = this.open.get(number);
		this.open.delete(number);
		if (this.open.size === 0) this.worker?.unref();
		resolve?.(answer);
	}
}
