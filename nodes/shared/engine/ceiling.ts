/**
 * What a run may spend in the vendor's own coin. Requests reserve their highest cost before they
 * leave and are settled by what they really cost, so the ceiling is never passed, and a refusal is
 * final only when nothing that is under way can give anything back.
 */
export class Ceiling {
	private reserved = 0;
	private waiting: Array<() => void> = [];

	constructor(private left: number) {}

	/** How much of this may be spent; waits while requests under way may still cost less. */
	async reserve(cost: number): Promise<number> {
		while (this.left < cost && this.reserved > 0) {
			await new Promise<void>((resolve) => this.waiting.push(resolve));
		}
		const granted = Math.max(0, Math.min(cost, this.left));
		this.left -= granted;
		this.reserved += granted;
		return granted;
	}

	/** A request is over: it had reserved so much, and has spent so much. */
	settle(reserved: number, spent: number): void {
		this.reserved -= reserved;
		this.left += reserved - spent;
		const waiting = this.waiting;
		this.waiting = [];
		for (const resume of waiting) resume();
	}
}
