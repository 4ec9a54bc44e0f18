import type { PropertyDefinition } from '../propertyDefinition';
import { COMPUTED, mergedIds, property } from '../propertyDefinition';

const LIFECYCLE_STAGES = {
	subscriber: 'Subscriber',
	lead: 'Lead',
	marketingqualifiedlead: 'Marketing Qualified Lead',
	salesqualifiedlead: 'Sales Qualified Lead',
	opportunity: 'Opportunity',
	customer: 'Customer',
	evangelist: 'Evangelist',
	other: 'Other',
};

const LEAD_STATUSES = {
	NEW: 'New',
	OPEN: 'Open',
	IN_PROGRESS: 'In Progress',
	OPEN_DEAL: 'Open Deal',
	UNQUALIFIED: 'Unqualified',
	ATTEMPTED_TO_CONTACT: 'Attempted to Contact',
	CONNECTED: 'Connected',
	BAD_TIMING: 'Bad Timing',
};

const LANGUAGES = { en: 'English', de: 'German', fr: 'French', es: 'Spanish', nl: 'Dutch' };

/** The unique property a careful integration adds of its own; no account has it by default. */
export const CUSTOM_UNIQUE_PROPERTY = 'external_id';

/**
 * Standard contact properties of a fresh account, a usual selection (developers.hubspot.com,
 * default contact properties; 2026-03), and one custom unique property.
 */
export const CONTACT_PROPERTIES: readonly PropertyDefinition[] = [
	property('email', 'Email'),
	property('firstname', 'First Name'),
	property('lastname', 'Last Name'),
	property('salutation', 'Salutation'),
	property('jobtitle', 'Job Title'),
	property('job_function', 'Job function'),
	property('seniority', 'Seniority'),
	property('company', 'Company Name'),
	property('industry', 'Industry'),
	property('annualrevenue', 'Annual Revenue'),
	property('website', 'Website URL'),
	property('phone', 'Phone Number', 'string', { fieldType: 'phonenumber' }),
	property('mobilephone', 'Mobile Phone Number', 'string', { fieldType: 'phonenumber' }),
	property('fax', 'Fax Number', 'string', { fieldType: 'phonenumber' }),
	property('work_email', 'Work email'),
	property('address', 'Street Address'),
	property('city', 'City'),
	property('state', 'State/Region'),
	property('zip', 'Postal Code'),
	property('country', 'Country/Region'),
	property('hs_linkedin_url', 'LinkedIn URL', 'string', { groupName: 'social_information' }),
	property('twitterhandle', 'Twitter Username', 'string', { groupName: 'social_information' }),
	property('message', 'Message', 'string', { fieldType: 'textarea' }),
	property('school', 'School'),
	property('degree', 'Degree'),
	property('field_of_study', 'Field of study'),
	property('date_of_birth', 'Date of birth'),
	property('numemployees', 'Number of Employees', 'enumeration', {
		options: {
			'1-5': '1-5',
			'5-25': '5-25',
			'25-50': '25-50',
			'50-100': '50-100',
			'100-500': '100-500',
			'500-1000': '500-1000',
			'1000+': '1000+',
		},
	}),
	property('lifecyclestage', 'Lifecycle Stage', 'enumeration', {
		fieldType: 'radio',
		options: LIFECYCLE_STAGES,
	}),
	property('hs_lead_status', 'Lead Status', 'enumeration', {
		fieldType: 'radio',
		options: LEAD_STATUSES,
	}),
	property('hs_language', 'Preferred language', 'enumeration', { options: LANGUAGES }),
	property('hs_buying_role', 'Buying Role', 'enumeration', {
		fieldType: 'checkbox',
		options: {
			BLOCKER: 'Blocker',
			CHAMPION: 'Champion',
			DECISION_MAKER: 'Decision Maker',
			END_USER: 'End User',
			INFLUENCER: 'Influencer',
		},
	}),
	property('hubspot_owner_id', 'Contact owner', 'enumeration', {
		externalOptions: true,
		referencedObjectType: 'OWNER',
	}),
	property('closedate', 'Close Date', 'datetime'),
	property('hs_email_optout', 'Unsubscribed from all email', 'bool', { readOnly: true }),
	property('associatedcompanyid', 'Primary Associated Company ID', 'number', {
		externalOptions: true,
	}),
	property('hs_additional_emails', 'Additional email addresses', 'enumeration', {
		fieldType: 'checkbox',
		readOnly: true,
		hidden: true,
	}),
	property('hs_email_domain', 'Email Domain', 'string', COMPUTED),
	property('num_notes', 'Number of Sales Activities', 'number', { readOnly: true }),
	property('notes_last_contacted', 'Last Contacted', 'datetime', { readOnly: true }),
	property('hs_lifecyclestage_lead_date', 'Became a Lead Date', 'datetime', { readOnly: true }),
	property('createdate', 'Create Date', 'datetime', { readOnly: true }),
	property('lastmodifieddate', 'Last Modified Date', 'datetime', { readOnly: true }),
	property('hs_object_id', 'Record ID', 'number', { readOnly: true, unique: true }),
	property('hs_searchable_calculated_phone_number', 'Calculated Phone Number', 'string', {
		...COMPUTED,
		hidden: true,
	}),
	mergedIds(property),
	property(CUSTOM_UNIQUE_PROPERTY, 'External ID', 'string', { unique: true, custom: true }),
];
