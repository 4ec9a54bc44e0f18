import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import { bodyOf, isEmail, requiredText, requiredTexts } from '../body';
import type { Call } from '../call';
import { badRequest } from '../refusals';
import type { Route } from '../route';
import { route } from '../route';
import { effectOf } from '../workspace';
import { list, recordIn, type Managed } from './manageRecords';
import { holds } from './manageRecords';

const PATH = '/block-lists-entries';
/** In one call of the two bulk operations (API v2, 2026-11). */
const MOST = 1000;

function isBlockable(value: string): boolean {
	return isEmail(value) || /^[a-z\d-]+(\.[a-z\d-]+)+$/.test(value);
}

const ENTRIES: Managed = {
	name: 'blockListEntries',
	path: PATH,
	resource: 'block_list_entries',
	check: () => undefined,
	matches: (record, query) =>
		holds(record, 'bl_value', query.get('search')) &&
		(query.get('domains_only') !== 'true' || record.is_domain === true),
};

/** What is blocked already comes back as it is; what is no address is counted. */
function bulkCreate({ workspace, request }: Call): VendorAnswer {
	const values = requiredTexts(bodyOf(request), 'bl_values', MOST).map((value) =>
		value.trim().toLowerCase(),
	);
	const valid = values.filter(isBlockable);
	const before = workspace.blockListEntries.made;
	const items = valid.map((value) => workspace.block(value));
	const effects = items
		.slice(0, workspace.blockListEntries.made - before)
		.map((entry) => effectOf('created', entry));
	const counts = { valid_count: valid.length, invalid_count: values.length - valid.length };
	return jsonAnswer(200, { items, ...counts }, { applied: true, rows: values.length, effects });
}

/** A bare list of those that were there. */
function bulkDelete({ workspace, request }: Call): VendorAnswer {
	const ids = requiredTexts(bodyOf(request), 'ids', MOST);
	const found = ids.flatMap((id) => workspace.blockListEntries.find(id) ?? []);
	for (const entry of found) workspace.unblock(entry);
	const effects = found.map((entry) => effectOf('archived', entry));
	return jsonAnswer(200, found, { applied: true, rows: ids.length, effects });
}

function patchEntry(call: Call): VendorAnswer {
	const entry = recordIn(ENTRIES, call);
	const value = requiredText(bodyOf(call.request), 'bl_value').toLowerCase();
	if (!isBlockable(value)) throw badRequest('body/bl_value must be an email or a domain');
	const effect = entry.bl_value === value ? 'unchanged' : 'updated';
	call.workspace.reblock(entry, value);
	const effects = [effectOf(effect, entry)];
	return jsonAnswer(200, entry, { applied: true, rows: 1, effects });
}

export const BLOCK_LIST_ROUTES: readonly Route[] = [
	route(`GET ${PATH}`, 'block_list_entries:read', (call) => list(ENTRIES, call)),
	route(`POST ${PATH}/bulk-create`, 'block_list_entries:create', bulkCreate),
	route(`POST ${PATH}/bulk-delete`, 'block_list_entries:delete', bulkDelete),
	route(`GET ${PATH}/:id`, 'block_list_entries:read', (call) =>
		jsonAnswer(200, recordIn(ENTRIES, call), { applied: true }),
	),
	route(`PATCH ${PATH}/:id`, 'block_list_entries:update', patchEntry),
];
