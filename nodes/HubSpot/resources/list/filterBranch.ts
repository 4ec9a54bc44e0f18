import { asArray, asObject, parseJson } from '../../../shared/engine/body';
import type { JsonValue } from '../../../shared/engine/types';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';

const HOW =
	'Enter an OR branch that holds AND branches: {"filterBranchType": "OR", "filters": [], "filterBranches": [{"filterBranchType": "AND", "filterBranches": [], "filters": […]}]}.';

/**
 * The filters of an item, undefined where there are none. Their root is an OR branch, and below it are
 * AND branches that hold the filters (list filters guide, 2026-08).
 */
export function readFilterBranch(read: ParameterReader): JsonValue | undefined | Problem {
	const given = read.any('filterBranch');
	const value = typeof given === 'string' ? parsed(given) : jsonOf(given);
	if (value === undefined || value instanceof Problem) return value;
	const { filterBranch } = asObject(value);
	// As the documentation shows it: inside the body of the request.
	const root = filterBranch === undefined ? value : filterBranch;
	return faultOf(root) ?? root;
}

function parsed(text: string): JsonValue | undefined | Problem {
	if (text.trim() === '' || text.trim() === '{}') return undefined;
	return parseJson(text) ?? new Problem('Filter Branch is not valid JSON', HOW);
}

/** An expression gives an object. */
function jsonOf(value: unknown): JsonValue | undefined {
	if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) {
		return undefined;
	}
	return parseJson(JSON.stringify(value));
}

function faultOf(root: JsonValue): Problem | undefined {
	const { filterBranchType, filterBranches, filters } = asObject(root);
	if (filterBranchType !== 'OR') {
		return new Problem('Filter Branch does not begin with an OR branch', HOW);
	}
	if (asArray(filters).length > 0) {
		return new Problem('The OR branch of Filter Branch holds filters itself', HOW);
	}
	const branches = asArray(filterBranches).map(asObject);
	if (branches.length === 0) {
		return new Problem('The OR branch of Filter Branch holds no branches', HOW);
	}
	if (branches.some((branch) => branch.filterBranchType !== 'AND')) {
		return new Problem('The OR branch of Filter Branch holds others than AND branches', HOW);
	}
	return undefined;
}
