import { COMPUTED, inGroup, mergedIds, recordProperties } from '../propertyDefinition';
import { DEAL_PIPELINES, optionsOf, stageOptionsOf } from './pipelines';
import { objectScopes, objectType } from './objectType';

const deal = inGroup('dealinformation');
const NAMES = { created: 'createdate', modified: 'hs_lastmodifieddate' } as const;

const WON = new Set(['closedwon', 'renewalwon']);
const CLOSED = new Set([...WON, 'closedlost', 'renewallost']);

export const DEALS = objectType({
	...NAMES,
	id: '0-3',
	name: 'deals',
	singular: 'deal',
	properties: [
		deal('dealname', 'Deal Name'),
		deal('pipeline', 'Pipeline', 'enumeration', { options: optionsOf(DEAL_PIPELINES) }),
		deal('dealstage', 'Deal Stage', 'enumeration', {
			fieldType: 'radio',
			options: stageOptionsOf(DEAL_PIPELINES),
		}),
		deal('amount', 'Amount', 'number'),
		deal('closedate', 'Close Date', 'datetime'),
		deal('dealtype', 'Deal Type', 'enumeration', {
			options: { newbusiness: 'New Business', existingbusiness: 'Existing Business' },
		}),
		deal('description', 'Deal Description', 'string', { fieldType: 'textarea' }),
		deal('hs_priority', 'Priority', 'enumeration', {
			options: { low: 'Low', medium: 'Medium', high: 'High' },
		}),
		deal('hs_next_step', 'Next step'),
		deal('closed_lost_reason', 'Closed Lost Reason', 'string', { fieldType: 'textarea' }),
		deal('closed_won_reason', 'Closed Won Reason', 'string', { fieldType: 'textarea' }),
		deal('contract_start', 'Contract start', 'date', { custom: true }),
		deal('order_number', 'Order number', 'string', { unique: true, custom: true }),
		deal('hs_is_closed', 'Is Deal Closed?', 'bool', COMPUTED),
		deal('hs_is_closed_won', 'Is Closed Won', 'bool', { ...COMPUTED, hidden: true }),
		deal('num_associated_contacts', 'Number of Associated Contacts', 'number', COMPUTED),
		mergedIds(deal),
		...recordProperties(deal, NAMES),
	],
	defaults: ['dealname', 'amount', 'closedate', 'pipeline', 'dealstage'],
	required: ['dealname', 'dealstage', 'pipeline'],
	searched: ['dealname', 'pipeline', 'dealstage', 'description', 'dealtype'],
	mergeable: true,
	scopes: objectScopes('deals'),
	pipeline: { property: 'pipeline', stage: 'dealstage' },
	derived: {
		hs_is_closed: ({ properties }) => String(CLOSED.has(properties.dealstage ?? '')),
		hs_is_closed_won: ({ properties }) => String(WON.has(properties.dealstage ?? '')),
	},
	seeded: (index) => ({
		dealname: `Deal ${index}`,
		pipeline: 'default',
		dealstage: index % 4 === 0 ? 'closedwon' : 'appointmentscheduled',
		amount: String(1000 + index),
	}),
});
