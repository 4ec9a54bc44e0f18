import { nearestText } from '../../shared/node/nearest';
import { Problem, type ParameterReader } from '../../shared/node/parameters';
import type { Definitions } from '../scene';
import { clauseOf, readConditions } from './conditions';

/**
 * The conditions of an item in SOQL, or an empty text. The objects along their paths have to be
 * described before.
 */
export function whereOf(
	read: ParameterReader,
	type: string,
	definitions: Definitions,
): string | Problem {
	const clauses: string[] = [];
	for (const condition of readConditions(read)) {
		const path = condition.field;
		const field = definitions.fieldAt(type, path);
		if (!field) {
			const near = nearestText(path, definitions.of(type)?.fields ?? []);
			return new Problem(
				`${type} has no field "${path}" that the user of the credential may see`,
				`Correct the condition. ${near}`.trim(),
			);
		}
		if (!field.filterable) {
			return new Problem(
				`Salesforce does not compare the field ${path} in conditions`,
				'Choose another field, or filter the items behind this node.',
			);
		}
		const clause = clauseOf(condition, field);
		if (clause instanceof Problem) return clause;
		clauses.push(clause);
	}
	return clauses.join(read.text('match') === 'OR' ? ' OR ' : ' AND ');
}
