import type { ObjectType } from '../types/objectType';
import type { CrmRecord } from './crmRecord';

function filled({ properties }: CrmRecord): Record<string, string> {
	return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== ''));
}

/** The primary's values, the other's where it has none; the other's email becomes an additional one. */
export function mergedProperties(
	type: ObjectType,
	primary: CrmRecord,
	other: CrmRecord,
): Record<string, string> {
	const merged = { ...filled(other), ...filled(primary) };
	if (type.name !== 'contacts') return merged;
	const emails = [primary, other].flatMap(({ properties }) => [
		properties.email ?? '',
		...(properties.hs_additional_emails ?? '').split(';'),
	]);
	const additional = new Set(emails.filter((email) => email !== '' && email !== merged.email));
	if (additional.size > 0) merged.hs_additional_emails = [...additional].join(';');
	return merged;
}
