// Pictures of the nodes in n8n's editor, for the README: `tsx scripts/screenshots.ts`.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, selectors, type Page } from 'playwright-core';

import { readLog } from '../nodes/shared/engine/log/workerThread';
import { mainWorkflow, nodes, openMainJob } from '../test/e2e/mainJob';
import { jsonServer } from '../test/counterparts/jsonServer';
import {
	apiLogFile,
	installPackage,
	owner,
	packProject,
	projectFolder,
	readWorkflow,
	startN8n,
	withNode,
	type RunningN8n,
} from '../test/e2e/n8n';

// n8n marks its elements with this attribute; playwright looks for data-testid by itself.
selectors.setTestIdAttribute('data-test-id');
const size = { width: 1400, height: 900 };
const images = join(projectFolder, 'docs/images');
const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

async function main(): Promise<void> {
	await mkdir(images, { recursive: true });
	const tarball = await packProject(console.log);
	const userFolder = await mkdtemp(join(tmpdir(), 'gtm-screenshots-'));
	await installPackage(userFolder, tarball);
	const n8n = await startN8n({ userFolder });
	try {
		await n8n.api.signIn();
		// As the demo does it.
		const job = await openMainJob(n8n, {
			seed: 7,
			people: 5000,
			faults: 'demo',
			apollo: { credits: 11_000 },
		});
		try {
			const workflowId = await n8n.api.importWorkflow(await mainWorkflow());
			const executionId = await n8n.api.runWorkflow(workflowId);
			await n8n.api.waitFor(workflowId, executionId);
			await takeReport(userFolder, executionId);
			await takeAll(n8n.url, workflowId, executionId);
		} finally {
			await job.stop();
		}
		await takeApiRequest(n8n);
		await takeWorkflows(n8n);
	} finally {
		await n8n.stop();
		await rm(userFolder, { recursive: true, force: true });
	}
}

/** What the API Log node makes of the run, opened in a browser: in light and in dark. */
async function takeReport(userFolder: string, execution: string): Promise<void> {
	const made = await readLog(apiLogFile(userFolder), 'report', {
		title: 'API Report',
		filter: { executions: [execution] },
		now: Date.now(),
	});
	if (!made.ok || !made.value) throw new Error('There is no report of the run');
	const file = join(userFolder, 'api-report.html');
	await writeFile(file, made.value.html);
	await onPage(async (page) => {
		await page.setViewportSize({ width: 1060, height: 1400 });
		await page.goto(`file://${file}`);
		await take(page, 'api-report');
		await page.emulateMedia({ colorScheme: 'dark' });
		const path = join(images, 'api-report-dark.png');
		await page.screenshot({ path, fullPage: true });
		console.log(path);
	});
}

/** API Request at a server that others wrote. */
async function takeApiRequest({ url, api }: RunningN8n): Promise<void> {
	const server = await jsonServer({ people: 500 });
	const workflow = withNode(await readWorkflow('any-api-list.json'), 'Get All People', {
		parameters: { url: `${server.url}/people?_page=1&_limit=50` },
	});
	const workflowId = await api.importWorkflow(workflow);
	try {
		await onPage(async (page) => {
			await signIn(page, url);
			await page.goto(`${url}/workflow/${workflowId}`);
			await page.getByTestId('canvas-node').first().waitFor();
			await settle(page);
			await page.getByTestId('execute-workflow-button').click();
			await settle(page, 5000);
			await openNode(page, 'Get All People');
			await take(page, 'api-request');
			await page.getByTestId('ndv').getByText('Settings', { exact: true }).first().click();
			await settle(page);
			await take(page, 'api-request-settings');
		});
	} finally {
		await server.stop();
	}
}

/** The workflows to import, as the editor shows them, beside those that are pictured with their nodes. */
const WORKFLOWS = [
	'trade-fair-in-hubspot',
	'inbound-leads-in-salesforce',
	'prospecting-in-apollo',
	'outreach-campaign-in-instantly',
	'clay-enrichment-into-hubspot',
	'api-report-each-morning',
	'api-alarm',
];

async function takeWorkflows({ url, api }: RunningN8n): Promise<void> {
	const ids: Array<[string, string]> = [];
	for (const file of WORKFLOWS) {
		const workflow = await readWorkflow(`${file}.json`);
		const named = workflow.nodes.flatMap(({ credentials = {} }) => Object.entries(credentials));
		const types = new Map(named.map(([type, { name }]) => [name, type]));
		for (const [name, type] of types) await api.createCredential(name, type, {});
		ids.push([file, await api.importWorkflow(workflow)]);
	}
	await onPage(async (page) => {
		await signIn(page, url);
		for (const [file, id] of ids) {
			await page.goto(`${url}/workflow/${id}`);
			await page.getByTestId('canvas-node').first().waitFor();
			await settle(page);
			await take(page, file);
		}
	});
}

async function onPage(work: (page: Page) => Promise<void>): Promise<void> {
	const browser = await chromium.launch({
		executablePath: chromiumPath,
		args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
	});
	try {
		await work(await browser.newPage({ viewport: size }));
	} finally {
		await browser.close();
	}
}

async function takeAll(url: string, workflowId: string, executionId: string): Promise<void> {
	await onPage(async (page) => {
		await signIn(page, url);

		await page.goto(`${url}/workflow/${workflowId}`);
		await page.getByTestId('canvas-node').first().waitFor();
		await settle(page);
		await take(page, 'workflow');

		for (const [text, name] of [
			['apollo', 'find-apollo'],
			['hubspot gtm', 'find-hubspot'],
			['salesforce gtm', 'find-salesforce'],
			['instantly', 'find-instantly'],
			['clay', 'find-clay'],
		] as const) {
			await searchNodes(page, text);
			await take(page, name);
			await page.keyboard.press('Escape');
		}

		for (const [node, name] of [
			[nodes.search, 'apollo-search'],
			[nodes.enrich, 'apollo-enrich'],
			[nodes.write, 'hubspot-create-or-update'],
		] as const) {
			await openNode(page, node);
			await take(page, name);
			await page.getByTestId('ndv').getByText('Settings', { exact: true }).first().click();
			await settle(page);
			await take(page, `${name}-settings`);
			await page.keyboard.press('Escape');
		}

		await page.goto(`${url}/workflow/${workflowId}/executions/${executionId}`);
		// The data of thousands of items takes a while.
		await settle(page, 45_000);
		await take(page, 'execution');
	});
}

async function signIn(page: Page, url: string): Promise<void> {
	await page.goto(`${url}/signin`);
	await page.getByTestId('emailOrLdapLoginId').locator('input').fill(owner.email);
	await page.getByTestId('password').locator('input').fill(owner.password);
	await page.getByTestId('form-submit-button').click();
	await page.waitForURL((address) => !address.pathname.startsWith('/signin'));
}

async function searchNodes(page: Page, text: string): Promise<void> {
	await page.getByTestId('node-creator-plus-button').click();
	const search = page.getByTestId('node-creator-search-bar');
	await search.waitFor();
	await search.fill(text);
	await settle(page);
}

async function openNode(page: Page, name: string): Promise<void> {
	await page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
	await page.getByTestId('ndv').first().waitFor();
	await settle(page);
}

/** Waits for animations and late requests, for which the editor gives no sign. */
async function settle(page: Page, ms = 1500): Promise<void> {
	await page.waitForTimeout(ms);
}

async function take(page: Page, name: string): Promise<void> {
	const path = join(images, `${name}.png`);
	await page.screenshot({ path });
	console.log(path);
}

main().catch((error: unknown) => {
	console.error(error);
	process.exit(1);
});
