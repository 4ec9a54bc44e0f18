/** Runs several writes as one: a refusal takes back those before it. */
export class Journal {
	private undo: Array<() => void> | undefined;

	/** How to take back what was just written; kept only while writes run together. */
	record(step: () => void): void {
		this.undo?.push(step);
	}

	together<T>(write: () => T): T {
		if (this.undo !== undefined) return this.within(this.undo, write);
		this.undo = [];
		try {
			return this.within(this.undo, write);
		} finally {
			this.undo = undefined;
		}
	}

	/** Takes back only what was written inside, so that one row of a batch can fail alone. */
	private within<T>(undo: Array<() => void>, write: () => T): T {
		const before = undo.length;
		try {
			return write();
		} catch (error) {
			for (const step of undo.splice(before).reverse()) step();
			throw error;
		}
	}
}
