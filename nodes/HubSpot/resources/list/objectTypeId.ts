import type { RunContext } from '../../../shared/node/operation';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { readSchemas, schemasRequest, type Schema } from '../../lookup/schemas';
import { knownTypeId, typeIdIn } from '../../lookup/typeIds';
import { readObjectType } from '../../objectType';

/** The account's custom objects, where an item names one by another name than its ID. */
export async function loadNamedSchemas({
	client,
	facts,
	itemIndexes,
	reader,
}: RunContext): Promise<Schema[]> {
	const named = itemIndexes
		.map((itemIndex) => reader(itemIndex).locator('objectType'))
		.some((type) => type !== '' && knownTypeId(type) === undefined);
	if (!named) return [];
	const answer = await client.send(schemasRequest(facts));
	return answer.ok ? readSchemas(answer.data) : [];
}

/** What a list holds, by the ID that the lists API wants. */
export function readTypeId(read: ParameterReader, schemas: Schema[]): string | Problem {
	const type = readObjectType(read, 'objectType', 'Object Type');
	if (type instanceof Problem) return type;
	return (
		typeIdIn(schemas, type) ??
		new Problem(
			`There is no object type "${type}" in the account`,
			'Choose one from the list, or enter its ID, such as 2-1001. The token needs crm.schemas.custom.read to know custom objects by their names.',
		)
	);
}
