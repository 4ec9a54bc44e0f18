import { appendFileSync } from 'node:fs';

/** Hands a measured figure to the report of `npm run conformance`. */
export function recordFigure(name: string, value: number): void {
	const file = process.env.GTM_FIGURES;
	if (file) appendFileSync(file, `${JSON.stringify({ name, value })}\n`);
}
