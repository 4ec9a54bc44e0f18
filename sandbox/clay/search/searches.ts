import type { JsonObject } from '../../json';
import { notFound, outOfCredits } from '../refusals';
import type { ClaySearchSettings } from '../settings';
import type { SourceType } from './filterFields';

export type SearchMode = 'filters' | 'query';

interface Search {
	mode: SearchMode;
	source: SourceType;
	left: JsonObject[];
}

export interface SearchPage {
	source: SourceType;
	data: JsonObject[];
	has_more: boolean;
	period_quota: JsonObject;
}

/** Searches go forward only: what a run has given out, no other run of the search gives again. */
export class Searches {
	created = 0;
	/** Results that were given out, whether or not the answer arrived. */
	used = 0;
	private readonly searches = new Map<string, Search>();

	constructor(private readonly settings: ClaySearchSettings) {}

	create(mode: SearchMode, source: SourceType, results: JsonObject[]): string {
		this.created++;
		const id = `srch_${String(this.created).padStart(6, '0')}`;
		this.searches.set(id, { mode, source, left: [...results] });
		return id;
	}

	next(id: string, mode: SearchMode, limit: number): SearchPage {
		const search = this.searches.get(id);
		if (search?.mode !== mode) throw notFound('Search not found');
		const { perRequest, perPeriod } = this.settings;
		if (limit > perRequest) {
			throw outOfCredits(`Your plan allows ${perRequest} results per request`);
		}
		if (this.used + limit > perPeriod && search.left.length > perPeriod - this.used) {
			throw outOfCredits(
				`You have already requested ${this.used} of the ${perPeriod} results of this period`,
			);
		}
		const data = search.left.splice(0, limit);
		this.used += data.length;
		return {
			source: search.source,
			data,
			has_more: search.left.length > 0,
			period_quota: {
				limit: perPeriod,
				used: this.used,
				remaining: perPeriod - this.used,
				resets_at: new Date(Date.UTC(2027, 0, 1)).toISOString(),
			},
		};
	}
}
