import { end } from './running';

/** Ends the shared n8n (jest's globalTeardown). */
export default async function globalTeardown(): Promise<void> {
	await end();
}
