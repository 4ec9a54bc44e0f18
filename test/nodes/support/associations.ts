import type { IDataObject } from 'n8n-workflow';
import type { SandboxOptions } from '../../../sandbox';
import { callHubSpot } from './sandboxCall';
import { Rig } from './setup';

export const goOn = { onError: 'continueErrorOutput' } as const;
export const PATH = '/crm/associations/2026-03/contacts/companies';
export const PLAIN = { category: 'HUBSPOT_DEFINED', typeId: 279, label: null };
export const PRIMARY = { category: 'HUBSPOT_DEFINED', typeId: 1, label: 'Primary' };

export const type = (value: string) => ({ __rl: true, mode: 'list', value });
export const types = { fromObjectType: type('contacts'), toObjectType: type('companies') };
export const pair = {
	...types,
	fromRecordId: '={{ $json.from }}',
	toRecordId: '={{ $json.to }}',
	labels: '={{ $json.labels ?? [] }}',
};

/** A sandbox with contacts and companies, and the node's operations on their associations. */
export class People {
	private constructor(readonly rig: Rig) {}

	static async start(
		{ contacts = 3, companies = 3 } = {},
		options: SandboxOptions = {},
	): Promise<People> {
		const people = { people: contacts, seedContacts: contacts };
		return new People(
			await Rig.start({ ...people, ...options, hubspot: { records: { companies } } }),
		);
	}

	get contacts(): string[] {
		return this.rig.sandbox.contacts().map(({ id }) => id);
	}

	get companies(): string[] {
		return this.rig.sandbox.records('companies').map(({ id }) => id);
	}

	/** The n-th contact with the n-th company. */
	get pairs(): Array<{ from: string; to: string }> {
		const { contacts, companies } = this;
		return companies.map((to, at) => ({ from: contacts[at], to }));
	}

	/** How many pairs of records are associated. */
	get associated(): number {
		return this.rig.sandbox.state().hubspot.associations;
	}

	async run(parameters: IDataObject, items: IDataObject[], rest: object = goOn) {
		return await this.rig.hubSpot({ resource: 'association', ...parameters }, items, rest);
	}

	requestsTo(end: string): string[] {
		return this.rig.requests().filter((each) => each.includes(end));
	}

	/** Associates pairs, past the node. */
	async associate(pairs: Array<{ from: string; to: string }>): Promise<void> {
		const inputs = pairs.map(({ from, to }) => ({ from: { id: from }, to: { id: to } }));
		await this.ask(`${PATH}/batch/associate/default`, { inputs });
	}

	/** Makes a label of the account between contacts and companies, and gives its ID. */
	async newLabel(name: string): Promise<number> {
		const { results } = await this.ask(`${PATH}/labels`, { name: name.toLowerCase(), label: name });
		return (results as Array<{ typeId: number }>)[0].typeId;
	}

	/** The labels of a pair in the sandbox; undefined where the two are not associated. */
	async labelsOf(from: string, to: string): Promise<Array<string | null> | undefined> {
		const { results } = await this.ask(`${PATH}/batch/read`, { inputs: [{ id: from }] });
		const [entry] = results as Array<{
			to: Array<{ toObjectId: number; associationTypes: Array<{ label: string | null }> }>;
		}>;
		const linked = entry?.to.find(({ toObjectId }) => String(toObjectId) === to);
		return linked?.associationTypes.map(({ label }) => label).toSorted();
	}

	private async ask(path: string, body: object): Promise<IDataObject> {
		return await callHubSpot(this.rig.sandbox, `POST ${path}`, body);
	}
}
