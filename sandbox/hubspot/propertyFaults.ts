import { PORTAL_ID } from './portal';
import { validationError } from './refusals';

/** Why one value of a row is not acceptable. */
export interface PropertyFault {
	name: string;
	code: string;
	message: string;
}

/** HubSpot puts the findings into the message, as JSON inside text, and again into `errors[]`. */
export function propertiesRefused(faults: readonly PropertyFault[]): Error {
	const listed = faults.map(({ code, message, name }) => ({
		isValid: false,
		message,
		error: code,
		name,
		localizedErrorMessage: message,
		portalId: PORTAL_ID,
	}));
	return validationError(`Property values were not valid: ${JSON.stringify(listed)}`, {
		errors: faults.map(({ code, message, name }) => ({
			message,
			code,
			context: { propertyName: [name] },
		})),
	});
}
