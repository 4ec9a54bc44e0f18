import { malformed, notServed } from './soql';

/** From the first moment to the moment after the last, in milliseconds since the epoch. */
export interface Span {
	from: number;
	until: number;
}

type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';

/** The start of the unit that lies `away` units from the one of now, in UTC, the user's zone. */
function startOf(unit: Unit, now: number, away: number): number {
	const date = new Date(now);
	const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
	switch (unit) {
		case 'DAY':
			return Date.UTC(year, month, day + away);
		case 'WEEK':
			// Weeks begin on Sunday in the locale en_US.
			return Date.UTC(year, month, day - date.getUTCDay() + away * 7);
		case 'MONTH':
			return Date.UTC(year, month + away, 1);
		case 'QUARTER':
			return Date.UTC(year, Math.floor(month / 3) * 3 + away * 3, 1);
		case 'YEAR':
			return Date.UTC(year + away, 0, 1);
	}
}

const PLAIN: Readonly<Record<string, readonly [Unit, number]>> = {
	YESTERDAY: ['DAY', -1],
	TODAY: ['DAY', 0],
	TOMORROW: ['DAY', 1],
};

function unitOf(text: string | undefined): Unit | undefined {
	const units: Unit[] = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'];
	return units.find((unit) => unit === text);
}

function spanOf(unit: Unit, now: number, first: number, last: number): Span {
	return { from: startOf(unit, now, first), until: startOf(unit, now, last + 1) };
}

/** `LAST_N_DAYS` ends with today; the longer units end before the present one (SOQL reference). */
function spanOfMany(direction: string, unit: Unit, n: number, now: number): Span {
	if (direction === 'NEXT') return spanOf(unit, now, 1, n);
	return unit === 'DAY' ? spanOf(unit, now, -n, 0) : spanOf(unit, now, -n, -1);
}

/** What a literal such as TODAY or LAST_N_DAYS:30 stands for. */
export function dateLiteral(literal: string, now: number): Span {
	const text = literal.toUpperCase();
	const plain = PLAIN[text];
	if (plain !== undefined) return spanOf(plain[0], now, plain[1], plain[1]);
	const [, which, one] = /^(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR)$/.exec(text) ?? [];
	const single = unitOf(one);
	if (single !== undefined) {
		const away = which === 'LAST' ? -1 : which === 'NEXT' ? 1 : 0;
		return spanOf(single, now, away, away);
	}
	const ninety = /^(LAST|NEXT)_90_DAYS$/.exec(text)?.[1];
	if (ninety !== undefined) return spanOfMany(ninety, 'DAY', 90, now);
	const [, direction = '', many, count] =
		/^(LAST|NEXT)_N_(DAY|WEEK|MONTH|QUARTER|YEAR)S:(\d+)$/.exec(text) ?? [];
	const unit = unitOf(many);
	if (unit !== undefined) return spanOfMany(direction, unit, Number(count), now);
	const [, ago, away] = /^N_(DAY|WEEK|MONTH|QUARTER|YEAR)S_AGO:(\d+)$/.exec(text) ?? [];
	const past = unitOf(ago);
	if (past !== undefined) return spanOf(past, now, -Number(away), -Number(away));
	if (text.includes('FISCAL')) throw notServed('A fiscal date literal');
	throw malformed(`unexpected token: ${literal}`);
}
