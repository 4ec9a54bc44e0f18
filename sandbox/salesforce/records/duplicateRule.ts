import { Refused } from '../refusals';
import type { FieldValues } from '../schema/field';
import type { SobjectType } from '../schema/sobjectType';
import type { StoredRecord } from './storedRecord';
import type { Writing } from './writing';

const MESSAGE = 'Use one of these records?';

function matching(
	{ org }: Writing,
	type: SobjectType,
	values: FieldValues,
	but?: StoredRecord,
): StoredRecord | undefined {
	const store = org.storeOf(type);
	const email = type.byName.get('email');
	if (email !== undefined) {
		return store.index.find(email, values.Email ?? null).find((each) => each !== but);
	}
	const wanted = values.Name;
	if (typeof wanted !== 'string') return undefined;
	const same = ({ values: { Name } }: StoredRecord): boolean =>
		String(Name).toLowerCase() === wanted.toLowerCase();
	return store.alive().find((each) => each !== but && same(each));
}

/** The org's rule on duplicates: same Email, or same Name of accounts; allowSave=true overrides it. */
export function refuseDuplicates(
	writing: Writing,
	type: SobjectType,
	values: FieldValues,
	but?: StoredRecord,
): void {
	if (writing.allowDuplicates || !writing.duplicateRules.includes(type.name)) return;
	const found = matching(writing, type, values, but);
	if (found === undefined) return;
	const duplicateResult = {
		allowSave: true,
		duplicateRule: `Standard_${type.name}_Duplicate_Rule`,
		duplicateRuleEntityType: type.name,
		errorMessage: MESSAGE,
		matchResults: [
			{
				entityType: type.name,
				errors: [],
				matchEngine: 'FuzzyMatchEngine',
				matchRecords: [
					{
						additionalInformation: [],
						fieldDiffs: [],
						matchConfidence: 100,
						record: { attributes: { type: type.name }, Id: found.id },
					},
				],
				rule: `Standard_${type.name}_Match_Rule_v1_0`,
				size: 1,
				success: true,
			},
		],
	};
	throw new Refused('DUPLICATES_DETECTED', MESSAGE, { more: { duplicateResult } });
}
