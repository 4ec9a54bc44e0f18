import { inGroup, recordProperties } from '../propertyDefinition';
import { objectScopes, objectType } from './objectType';

const car = inGroup('cars_information');
const NAMES = { created: 'hs_createdate', modified: 'hs_lastmodifieddate' } as const;

/** The account's one custom object. What it requires is said by its schema, not by HubSpot. */
export const CARS = objectType({
	...NAMES,
	id: '2-1001',
	name: 'cars',
	singular: 'car',
	properties: [
		car('model', 'Model', 'string', { custom: true }),
		car('manufacturer', 'Manufacturer', 'string', { custom: true }),
		car('vin', 'VIN', 'string', { custom: true, unique: true }),
		car('year', 'Year', 'number', { custom: true }),
		car('color', 'Color', 'enumeration', {
			custom: true,
			options: { blue: 'Blue', red: 'Red', white: 'White', black: 'Black' },
		}),
		car('extras', 'Extras', 'enumeration', {
			custom: true,
			fieldType: 'checkbox',
			options: { roof: 'Sunroof', seats: 'Heated seats', tow: 'Tow bar' },
		}),
		car('price', 'Price', 'number', { custom: true }),
		car('is_new', 'Is new', 'bool', { custom: true }),
		car('date_received', 'Date received', 'date', { custom: true }),
		car('last_service', 'Last service', 'datetime', { custom: true }),
		car('notes', 'Notes', 'string', { custom: true, fieldType: 'textarea' }),
		...recordProperties(car, NAMES),
	],
	required: ['model'],
	searched: ['model', 'manufacturer', 'vin'],
	scopes: objectScopes('custom'),
	seeded: (index) => ({ model: `Model ${index}`, vin: `SEED${String(index).padStart(8, '0')}` }),
});

export const CARS_SCHEMA = {
	description: 'Cars for sale',
	labels: { singular: 'Car', plural: 'Cars' },
	primaryDisplayProperty: 'model',
	secondaryDisplayProperties: ['manufacturer'],
};
