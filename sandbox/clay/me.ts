import type { VendorAnswer } from '../http/exchange';
import { jsonAnswer } from '../http/exchange';

/** GET /me: whose key it is. */
export function readMe(): VendorAnswer {
	const user = { id: 'user_0sandbox', name: 'Sandbox User', cli_onboarded: true };
	return jsonAnswer(200, { user, workspace: { id: '900001' } }, { applied: true });
}
