import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { installPackage, N8nApi, packProject, startN8n, type RunningN8n } from './n8n';

/** What a test needs of an n8n with our package in it. */
export interface N8nForTests {
	api: N8nApi;
	url: string;
	userFolder: string;
	/** Ends it, unless other tests use it as well. */
	release(): Promise<void>;
}

/** Set by globalSetup: the one n8n that the test files share, since a start takes 20 seconds. */
interface Shared {
	url: string;
	userFolder: string;
	tarball: string;
}

const variable = 'GTM_E2E_N8N';

/** Tells the test files of the n8n that they share. */
export function share(shared: Shared): void {
	process.env[variable] = JSON.stringify(shared);
}

function shared(): Shared | undefined {
	const text = process.env[variable];
	return text === undefined ? undefined : (JSON.parse(text) as Shared);
}

/** The shared n8n, signed in; one of its own where a test file is run by itself. */
export async function n8nForTests(): Promise<N8nForTests> {
	const known = shared();
	if (known !== undefined) {
		const api = new N8nApi(known.url);
		await api.signIn();
		return { api, url: known.url, userFolder: known.userFolder, release: async () => {} };
	}
	const { n8n, remove } = await ownN8n();
	const release = async (): Promise<void> => {
		await n8n.stop();
		await remove();
	};
	return { api: n8n.api, url: n8n.url, userFolder: n8n.userFolder, release };
}

/** The project as it is installed; packed once for all test files. */
export async function packedProject(): Promise<string> {
	return shared()?.tarball ?? (await packProject());
}

/** The same n8n after its end, at the same address; signed in. `aheadMs`: so much later. */
export async function startedAgain(
	{ url, userFolder }: RunningN8n,
	aheadMs = 0,
): Promise<RunningN8n> {
	const n8n = await startN8n({ userFolder, port: Number(new URL(url).port), aheadMs });
	await n8n.api.signIn();
	return n8n;
}

/** An n8n that a test may kill, in a new user folder with our package; signed in. */
export async function ownN8n(env: Record<string, string> = {}): Promise<{
	n8n: RunningN8n;
	tarball: string;
	/** Removes the user folder. */
	remove: () => Promise<void>;
}> {
	const tarball = await packedProject();
	const userFolder = await mkdtemp(join(tmpdir(), 'gtm-e2e-'));
	await installPackage(userFolder, tarball);
	const n8n = await startN8n({ userFolder, env });
	await n8n.api.signIn();
	return {
		n8n,
		tarball,
		remove: async () => await rm(userFolder, { recursive: true, force: true }),
	};
}
