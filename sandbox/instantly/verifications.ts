import type { JsonObject } from '../json';
import { isEmail } from './body';
import { badRequest, notFound } from './refusals';
import type { InstantlySettings } from './settings';

/** What one verification costs, and what there is at the start. */
const COST = 0.25;
const CREDITS = 1000;

/** Verifications of addresses: those that begin with "bad" are invalid, those with "error" go wrong. */
export class Verifications {
	asked = 0;
	credits = CREDITS;
	private readonly looks = new Map<string, number>();

	constructor(private readonly settings: Pick<InstantlySettings, 'verificationPolls'>) {}

	/** Charged each time that it is asked for. */
	ask(email: string): JsonObject {
		if (!isEmail(email)) throw badRequest('body/email must match format "email"');
		this.asked += 1;
		this.credits -= COST;
		this.looks.set(email, 0);
		return this.view(email, 0);
	}

	look(email: string): JsonObject {
		const looks = this.looks.get(email);
		if (looks === undefined) throw notFound();
		this.looks.set(email, looks + 1);
		return this.view(email, looks + 1);
	}

	private view(email: string, looks: number): JsonObject {
		if (email.startsWith('error')) return { status: 'error', email, message: 'Verifier is down' };
		const isPending = looks < this.settings.verificationPolls;
		const result = email.startsWith('bad') ? 'invalid' : 'verified';
		return {
			status: 'success',
			email,
			verification_status: isPending ? 'pending' : result,
			catch_all: isPending ? 'pending' : false,
			credits: this.credits,
			credits_used: COST,
		};
	}
}
