import type { Person } from '../../data/person';
import type { ClayRoutineSettings } from '../settings';
import { outOfCredits } from '../refusals';
import type { ItemResult, RunItem } from './routine';
import { workOn } from './routine';

export type RunMode = 'inline' | 'batch';

/** A batch file that cannot be worked on. */
export interface FileFault {
	message: string;
	total_invalid_rows: number;
	details: Array<{ line_number: number; field: string; message: string }>;
}

export interface RoutineRun {
	id: string;
	mode: RunMode;
	items: readonly RunItem[];
	fault?: FileFault;
	/** How often its results have been asked for. */
	looks: number;
	webhookId?: string;
	results: ItemResult[];
}

/** The runs of the workspace, and what they cost. */
export class RoutineRuns {
	/** Items that have been charged. */
	charged = 0;
	/** Items started more than once under the same ID with the same inputs. */
	itemsTwice = 0;
	private readonly runs = new Map<string, RoutineRun>();
	private readonly started = new Set<string>();
	private credits: number;

	constructor(
		private readonly settings: ClayRoutineSettings,
		private readonly people: readonly Person[],
	) {
		this.credits = settings.credits;
	}

	count(mode: RunMode): number {
		return [...this.runs.values()].filter((run) => run.mode === mode).length;
	}

	setCredits(credits: number): void {
		this.credits = credits;
	}

	/** Nothing tells a repeated start from a new one: each is charged. */
	start(
		mode: RunMode,
		items: readonly RunItem[],
		more: Pick<RoutineRun, 'fault' | 'webhookId'>,
	): RoutineRun {
		const cost = more.fault ? 0 : items.length;
		if (cost > this.credits) throw outOfCredits();
		this.credits -= cost;
		this.charged += cost;
		for (const item of items) {
			const text = JSON.stringify(item);
			if (this.started.has(text)) this.itemsTwice++;
			this.started.add(text);
		}
		const id = `run_${mode === 'batch' ? 'b' : 'i'}${String(this.runs.size + 1).padStart(6, '0')}`;
		const run = { id, mode, items, looks: 0, results: [], ...more };
		this.runs.set(id, run);
		return run;
	}

	/** Undefined for a run of the other mode, too: each has a path of its own. */
	find(id: string, mode: RunMode): RoutineRun | undefined {
		const run = this.runs.get(id);
		return run?.mode === mode ? run : undefined;
	}

	/** Whether it is over at this look. */
	look(run: RoutineRun): boolean {
		const { neverEnds, polls } = this.settings;
		if (neverEnds) return false;
		run.looks++;
		if (run.looks <= polls) return false;
		this.finish(run);
		return true;
	}

	finish(run: RoutineRun): void {
		run.looks = Math.max(run.looks, this.settings.polls);
		if (run.results.length > 0 || run.fault) return;
		run.results = run.items.map((item) => workOn(item, this.people));
	}
}
