import type { VendorAnswer } from '../../http/exchange';
import { errorAnswer } from '../refusals';

/** The calls of the last 24 hours against what the org has; each answered call is one. */
export class ApiUsage {
	/** Since the start of the sandbox. */
	calls = 0;
	/** Answers of 403 REQUEST_LIMIT_EXCEEDED. */
	refusals = 0;

	constructor(
		readonly max: number,
		public used: number,
		/** Further items of the header. */
		private readonly more?: string,
	) {}

	/** False where nothing is left; then nothing is taken either. */
	take(): boolean {
		if (this.used >= this.max) return false;
		this.used++;
		this.calls++;
		return true;
	}

	/** One code says two things; only the message tells which (REST API guide; salto#3056). */
	refused(which: 'TotalRequests' | 'ConcurrentPerOrgLongTxn'): VendorAnswer {
		this.refusals++;
		return errorAnswer(403, 'REQUEST_LIMIT_EXCEEDED', `${which} Limit exceeded.`);
	}

	/** Sforce-Limit-Info; it may hold more than the calls of the org (REST API guide, headers). */
	get header(): string {
		const usage = `api-usage=${this.used}/${this.max}`;
		return this.more === undefined ? usage : `${usage}; ${this.more}`;
	}
}
