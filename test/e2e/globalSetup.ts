import { ownN8n, share } from './sharedN8n';
import { keep } from './running';

/** Starts the n8n that all test files share (jest's globalSetup). */
export default async function globalSetup(): Promise<void> {
	const { n8n, tarball, remove } = await ownN8n();
	share({ url: n8n.url, userFolder: n8n.userFolder, tarball });
	keep(async () => {
		await n8n.stop();
		await remove();
	});
}
