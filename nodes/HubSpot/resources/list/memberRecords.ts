import { rowFailure } from '../../../shared/engine/batch';
import { asObject, asText } from '../../../shared/engine/body';
import type { Failure, Outcome, Success } from '../../../shared/engine/client';
import type { RunContext } from '../../../shared/node/operation';
import { CRUD_QUOTAS } from '../../vendor';
import { fillPage } from '../records/manyProperties';

/** What is read of the members of a list. */
export interface Wanted {
	list: string;
	properties: string[];
}

/** The records of lists' members, read page by page. The type of each list is read once in a run. */
export class MemberRecords {
	private readonly types = new Map<string, Promise<string | Failure>>();

	constructor(private readonly context: Pick<RunContext, 'client' | 'facts'>) {}

	/** A page of members with the values that their records hold. */
	async fill(page: Success, { list, properties }: Wanted): Promise<Outcome> {
		const { client, facts } = this.context;
		const asked = this.types.get(list) ?? this.askType(list);
		this.types.set(list, asked);
		const type = await asked;
		if (typeof type !== 'string') return type;
		const values = { operation: 'list.readMembers', type, properties, archived: false };
		return await fillPage(client, facts, withIds(page), values);
	}

	private async askType(list: string): Promise<string | Failure> {
		const { client, facts } = this.context;
		const answer = await client.send({
			operation: 'list.get',
			method: 'GET',
			path: `${facts.lists}/${list}`,
			pathTemplate: `${facts.lists}/{listId}`,
			safeToRepeat: true,
			readOnly: true,
			quotas: CRUD_QUOTAS,
		});
		if (!answer.ok) return answer;
		const type = asText(asObject(asObject(answer.data).list).objectTypeId);
		return type ?? rowFailure('no-page', 'it does not say what the list holds', answer);
	}
}

/** Members have their IDs elsewhere than records. */
function withIds(page: Success): Success {
	const { results, ...rest } = asObject(page.data);
	if (!Array.isArray(results)) return page;
	const members = results.map(asObject).map((member) => ({ ...member, id: member.recordId }));
	return { ...page, data: { ...rest, results: members } };
}
