import type { VendorName } from '../arrivals';
import { seededRandom, seedFrom } from '../seededRandom';
import type { FaultPlan, FaultRule } from './faultPlan';

const DEFAULT_BURST_LENGTH = 3;

/** How far one rule has got. */
class RuleProgress {
	private readonly path?: RegExp;
	private readonly blockSize?: number;
	private seen = 0;
	private owed = 0;
	private burstLeft = 0;

	constructor(
		readonly rule: FaultRule,
		private readonly seed: number,
	) {
		if (rule.path !== undefined) this.path = new RegExp(rule.path);
		if (rule.share !== undefined && rule.share > 0) {
			this.blockSize = Math.max(1, Math.round(1 / rule.share));
		}
	}

	matches(vendor: VendorName, method: string, path: string): boolean {
		const { rule } = this;
		if (rule.vendor !== undefined && rule.vendor !== vendor) return false;
		if (rule.method !== undefined && rule.method.toUpperCase() !== method) return false;
		return this.path === undefined || this.path.test(path);
	}

	/** Counts an arrival; a place taken by an earlier rule stays owed to the next arrival. */
	count(): void {
		this.seen++;
		if (this.rule.at?.includes(this.seen)) this.owed++;
		if (this.blockSize !== undefined && this.placeInBlock() === this.seen) this.owed++;
	}

	take(): boolean {
		if (this.burstLeft > 0) {
			this.burstLeft--;
			return true;
		}
		if (this.owed === 0) return false;
		this.owed--;
		if (this.rule.kind === 'burst-429') {
			this.burstLeft = (this.rule.length ?? DEFAULT_BURST_LENGTH) - 1;
		}
		return true;
	}

	/**
	 * The one arrival of the present block that is hit. Stratified and not a coin toss for each
	 * arrival: a run of known length then gets a known number of faults, whatever the seed.
	 */
	private placeInBlock(): number {
		const size = this.blockSize ?? 1;
		const block = Math.floor((this.seen - 1) / size);
		return block * size + seededRandom(seedFrom(this.seed, block)).between(1, size);
	}
}

/** Says for each arrival, in the order of arrival, which fault it meets. */
export class FaultSchedule {
	private readonly progress: RuleProgress[];

	constructor(plan: FaultPlan) {
		this.progress = plan.rules.map(
			(rule, index) => new RuleProgress(rule, seedFrom(plan.seed, index, rule.kind)),
		);
	}

	next(vendor: VendorName, method: string, path: string): FaultRule | undefined {
		const matching = this.progress.filter((each) => each.matches(vendor, method, path));
		for (const each of matching) each.count();
		return matching.find((each) => each.take())?.rule;
	}
}
