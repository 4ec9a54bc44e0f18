/**
 * Writes the output schemas (nodes/<Node>/__schema__) that n8n's editor shows before a node has run,
 * out of the items that the tests have seen: files of lines in the folder that is given.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { mergeSchemas, type Schema } from '../test/nodes/support/jsonSchema';
import type { Observed } from '../test/nodes/support/outputSchema';

async function main([folder]: string[]): Promise<void> {
	if (folder === undefined) throw new Error('Which folder holds what the tests have seen?');
	const schemas = new Map<string, Schema>();
	for (const { file, schema } of observedIn(folder)) {
		schemas.set(file, mergeSchemas(schemas.get(file) ?? {}, schema));
	}
	for (const [file, schema] of schemas) {
		mkdirSync(dirname(file), { recursive: true });
		const config = await resolveConfig(file);
		const text = JSON.stringify(filled(schema));
		writeFileSync(file, await format(text, { ...config, filepath: file }));
	}
	console.log(`${schemas.size} output schemas`);
}

function observedIn(folder: string): Observed[] {
	return (
		readdirSync(folder)
			.flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
			// The workers of a run share the tests in another way each time.
			.sort()
			.map((line) => JSON.parse(line) as Observed)
	);
}

/** What is empty in all tests is most likely a text. */
function filled({ type, properties, items, ...rest }: Schema): Schema {
	const entries = Object.entries(properties ?? {}).map(([name, each]) => [name, filled(each)]);
	return {
		...(type === undefined ? {} : { type: type === 'null' ? ['string', 'null'] : type }),
		...(properties ? { properties: Object.fromEntries(entries) as Schema['properties'] } : {}),
		...(items ? { items: filled(items) } : {}),
		...rest,
	};
}

void main(process.argv.slice(2));
