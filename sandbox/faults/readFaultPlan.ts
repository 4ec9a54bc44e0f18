import { VENDOR_NAMES } from '../arrivals';
import { isJsonObject } from '../json';
import type { FaultPlan, FaultRule, NamedFaultPlan } from './faultPlan';
import { FAULT_KINDS } from './faultPlan';

function optionalNumber(value: unknown): number | undefined {
	return typeof value === 'number' ? value : undefined;
}

function optionalString(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

function readRule(value: unknown): FaultRule {
	if (!isJsonObject(value)) throw new Error('A fault rule must be an object');
	const kind = FAULT_KINDS.find((known) => known === value.kind);
	if (kind === undefined) throw new Error(`Unknown fault kind ${String(value.kind)}`);
	const vendor = VENDOR_NAMES.find((known) => known === value.vendor);
	if (value.vendor !== undefined && vendor === undefined) {
		throw new Error(`Unknown vendor ${String(value.vendor)}`);
	}
	const { at } = value;
	return {
		kind,
		vendor,
		method: optionalString(value.method),
		path: optionalString(value.path),
		share: optionalNumber(value.share),
		at: Array.isArray(at) ? at.filter((place) => typeof place === 'number') : undefined,
		ms: optionalNumber(value.ms),
		retryAfter: optionalNumber(value.retryAfter),
		length: optionalNumber(value.length),
	};
}

/** Reads a plan that came from outside, e.g. the body of `POST /faults`. */
export function readFaultPlan(value: unknown, defaultSeed: number): FaultPlan | NamedFaultPlan {
	if (value === 'demo' || value === 'none') return value;
	if (!isJsonObject(value)) throw new Error("A fault plan is 'demo', 'none' or {seed, rules[]}");
	if (value.plan !== undefined) return readFaultPlan(value.plan, defaultSeed);
	if (!Array.isArray(value.rules)) throw new Error('A fault plan needs rules[]');
	return { seed: optionalNumber(value.seed) ?? defaultSeed, rules: value.rules.map(readRule) };
}
