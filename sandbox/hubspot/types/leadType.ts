import { COMPUTED, inGroup, recordProperties } from '../propertyDefinition';
import { LEAD_PIPELINES, optionsOf, stageOptionsOf } from './pipelines';
import { objectScopes, objectType } from './objectType';

const lead = inGroup('leadinformation');
const NAMES = { created: 'hs_createdate', modified: 'hs_lastmodifieddate' } as const;

/** A lead must have a name and be associated with a contact that exists (leads guide, 2026-03). */
export const LEADS = objectType({
	...NAMES,
	id: '0-136',
	name: 'leads',
	singular: 'lead',
	properties: [
		lead('hs_lead_name', 'Lead name'),
		lead('hs_lead_type', 'Lead type', 'enumeration', {
			options: {
				'NEW BUSINESS': 'New business',
				UPSELL: 'Upsell',
				'RE-ATTEMPTING': 'Re-attempting',
			},
		}),
		lead('hs_lead_label', 'Lead label', 'enumeration', {
			options: { HOT: 'Hot', WARM: 'Warm', COLD: 'Cold' },
		}),
		lead('hs_pipeline', 'Lead pipeline', 'enumeration', { options: optionsOf(LEAD_PIPELINES) }),
		lead('hs_pipeline_stage', 'Lead stage', 'enumeration', {
			options: stageOptionsOf(LEAD_PIPELINES),
		}),
		lead('hs_lead_source', 'Lead source'),
		lead('hs_lead_disqualification_note', 'Disqualification note', 'string', {
			fieldType: 'textarea',
		}),
		lead('hs_tag_ids', 'Tags', 'string', { hidden: true }),
		lead('lead_number', 'Lead number', 'string', { unique: true, custom: true }),
		lead('next_touch', 'Next touch', 'date', { custom: true }),
		lead('hs_associated_contact_email', 'Associated contact email', 'string', COMPUTED),
		lead('hs_associated_company_name', 'Associated company name', 'string', COMPUTED),
		lead('hs_lead_is_open', 'Is open', 'bool', { ...COMPUTED, hidden: true }),
		...recordProperties(lead, NAMES),
	],
	required: ['hs_lead_name'],
	initial: { hs_pipeline: 'lead-pipeline-id', hs_pipeline_stage: 'new-stage-id' },
	needsContact: true,
	searched: ['hs_lead_name'],
	scopes: objectScopes('leads'),
	pipeline: { property: 'hs_pipeline', stage: 'hs_pipeline_stage' },
	seeded: (index) => ({
		hs_lead_name: `Lead ${index}`,
		hs_pipeline: 'lead-pipeline-id',
		hs_pipeline_stage: 'new-stage-id',
	}),
});
