/** The team's credits. Data returned is what costs; a miss is free (docs.apollo.io, August 2026). */
export class CreditBalance {
	private consumed = 0;

	constructor(private left: number) {}

	/** All or nothing: false leaves the balance as it is. */
	spend(credits: number): boolean {
		if (credits > this.left) return false;
		this.left -= credits;
		this.consumed += credits;
		return true;
	}

	set(credits: number): void {
		this.left = credits;
	}

	get balance(): number {
		return this.left;
	}

	get spent(): number {
		return this.consumed;
	}
}
