import type { Person } from '../../data/person';
import type { JsonObject } from '../../json';
import { apolloId, RecordStore } from './recordStore';

/** What the team holds at the start. */
export interface SeededTeam {
	/** Contacts: the first of the people. Default 0. */
	contacts: number;
	/** Accounts: the first of the people's companies. Default 0. */
	accounts: number;
	/** Default 0. */
	deals: number;
	/** Default 5. */
	users: number;
}

export const NOTHING_SEEDED: SeededTeam = { contacts: 0, accounts: 0, deals: 0, users: 5 };

export interface Stage extends JsonObject {
	id: string;
	name: string;
}

const TEAM_ID = apolloId(1, 1);

function stages(kind: number, names: string[], more: (place: number) => JsonObject): Stage[] {
	return names.map((name, place) => ({
		id: apolloId(kind, place + 1),
		team_id: TEAM_ID,
		name,
		display_order: place,
		...more(place),
	}));
}

function users(count: number): JsonObject[] {
	return Array.from({ length: count }, (_, place) => ({
		id: apolloId(2, place + 1),
		team_id: TEAM_ID,
		first_name: 'User',
		last_name: String(place + 1),
		name: `User ${place + 1}`,
		title: null,
		email: `user${place + 1}@team.example`,
		deleted: false,
		created_at: '2026-01-01T00:00:00.000Z',
	}));
}

function emailAccounts(): JsonObject[] {
	return [true, true, false].map((active, place) => ({
		id: apolloId(3, place + 1),
		user_id: apolloId(2, 1),
		email: `sender${place + 1}@team.example`,
		type: 'gmail',
		active,
		default: place === 0,
		last_synced_at: '2026-08-01T00:00:00.000Z',
		created_at: '2026-01-01T00:00:00.000Z',
	}));
}

/** Custom fields have ids with the kind before them; values are set by what stands behind the point. */
function fields(): JsonObject[] {
	const field = (modality: string, number: number, label: string, type: string) => ({
		id: `${modality}.${apolloId(9, number)}`,
		label,
		modality,
		type,
		editable: true,
		source: 'custom',
		description: null,
		created_at: '2026-01-01T00:00:00.000Z',
	});
	const system = {
		...field('contact', 0, 'Identifier', 'string'),
		id: 'contact.id',
		source: 'system',
	};
	return [
		{ ...system, editable: false },
		field('contact', 1, 'Lead Score', 'number'),
		field('contact', 2, 'Launch Date', 'date'),
		field('account', 3, 'Tier', 'string'),
		field('opportunity', 4, 'Reason', 'string'),
	];
}

/** Everything that belongs to one team. */
export class Team {
	readonly contacts = new RecordStore(4);
	readonly accounts = new RecordStore(5);
	readonly deals = new RecordStore(6);
	readonly labels = new RecordStore(7);
	readonly sequences = new RecordStore(8);
	readonly users: JsonObject[];
	readonly emailAccounts = emailAccounts();
	readonly fields = fields();
	readonly contactStages = stages(10, ['New', 'Approaching', 'Replied', 'Interested'], () => ({
		display_name: null,
		category: 'in_progress',
	}));
	readonly accountStages = stages(11, ['Review', 'Current Client', 'Dead Opportunity'], () => ({
		display_name: null,
		category: null,
	}));
	readonly dealStages = stages(12, ['Qualify', 'Propose', 'Closed Won'], (place) => ({
		is_won: place === 2,
		is_closed: place === 2,
		probability: [10, 50, 100][place] ?? 0,
		opportunity_pipeline_id: apolloId(13, 1),
	}));

	constructor(people: readonly Person[], seeded: SeededTeam) {
		this.users = users(seeded.users);
		for (const name of ['Welcome', 'Win Back', 'Marketing Follow-Up']) {
			this.sequences.create({ name, active: true, archived: false, num_steps: 3 });
		}
		this.labels.create({ name: 'Conference', modality: 'contacts', cached_count: 0 });
		this.labels.create({ name: 'Key Accounts', modality: 'accounts', cached_count: 0 });
		for (const person of people.slice(0, seeded.contacts)) this.addContact(person);
		const companies = new Map(people.map(({ company }) => [company.domain, company]));
		for (const { name, domain, id } of [...companies.values()].slice(0, seeded.accounts)) {
			this.accounts.create({ name, domain, organization_id: id, label_ids: [] });
		}
		for (let number = 1; number <= seeded.deals; number++) {
			this.deals.create({ name: `Deal ${number}`, amount: number * 100 });
		}
	}

	/** The label of this name, which is made where there is none. */
	labelId(name: string, modality: string): string {
		const known = this.labels
			.all()
			.find((label) => label.name === name && label.modality === modality);
		return (known ?? this.labels.create({ name, modality, cached_count: 0 })).id;
	}

	private addContact({ firstName, lastName, email, title, company, id }: Person): void {
		this.contacts.create({
			first_name: firstName,
			last_name: lastName,
			name: `${firstName} ${lastName}`,
			email,
			email_status: 'verified',
			title,
			organization_name: company.name,
			organization_id: company.id,
			person_id: id,
			contact_emails: [{ email, position: 0 }],
			label_ids: [],
			emailer_campaign_ids: [],
			contact_campaign_statuses: [],
		});
	}
}
