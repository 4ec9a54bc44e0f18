/**
 * State that belongs to the process and not to a module: n8n's reload of a package makes new module
 * instances, and gates, pools, log handles must outlive them. One versioned slot holds it all.
 */
const SLOT = Symbol.for('n8n-nodes-gtm.v1');

/** The process's value of this name, made on first use. The name stands for one type only. */
export function processState<Value>(name: string, create: () => Value): Value {
	const holder = globalThis as typeof globalThis & { [SLOT]?: Map<string, unknown> };
	const values = (holder[SLOT] ??= new Map());
	if (!values.has(name)) values.set(name, create());
	return values.get(name) as Value;
}
