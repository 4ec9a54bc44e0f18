/** A window whose limit is known. */
export interface SharedWindow {
	name: string;
	ms: number;
	limit: number;
}

/** A quota as all processes know it. Without windows its holds are shared alone. */
export interface SharedQuota {
	key: string;
	windows: SharedWindow[];
}

/** A request's place in the windows of its quotas. */
export interface Place {
	quotas: SharedQuota[];
	/** When it was given, on the clock of those who count. */
	at: number;
}

/** One quota in which there is no room, and for how long at least. */
export interface SharedWait {
	quotaKey: string;
	ms: number;
	/** The vendor has refused a request, or a window is used up. */
	reason: 'quota-hold' | 'window-full';
	/** Of a hold: nobody knows when the quota opens. */
	exhausted: boolean;
}

/** A vendor holds this quota for so long. */
export interface SharedHold {
	quotaKey: string;
	ms: number;
	exhausted: boolean;
}

export type Taken =
	/** So many may go; the others wait, for all that is named. */
	| { kind: 'taken'; places: number; place: Place; waits: SharedWait[] }
	/** Nobody can be asked. */
	| { kind: 'away'; reason: string };

/**
 * Counts the requests of all processes that use an account. Nothing here throws, and nothing that is
 * told is waited for: what gets lost counts until its window ends.
 */
export interface SharedQuotas {
	/** Asks for places for requests that are alike, in all their windows at once. */
	take(quotas: SharedQuota[], requests: number): Promise<Taken>;
	/**
	 * The request is answered: its place is free again one window length from now. Or it surely was
	 * never sent (`counted` false): it is free now.
	 */
	settle(place: Place, counted: boolean): void;
	/** Of two holds the one that ends later stands. */
	hold(holds: SharedHold[]): void;
}
