import { clayControl } from './clay/clayControl';
import { FileStore } from './clay/routines/fileStore';
import type { SandboxControl } from './control/sandboxControl';
import { controlListener } from './control/controlServer';
import { WebhookDelivery } from './control/webhookDelivery';
import { population } from './data/population';
import { instantlyControl } from './instantly/instantlyControl';
import type { RunningServer } from './http/listen';
import { listen } from './http/listen';
import type { Vendor } from './http/exchange';
import { VendorServer } from './http/vendorServer';
import type { SandboxOptions } from './options';
import { settingsOf } from './options';
import { stateOf } from './state';
import { World } from './world';

export interface SandboxUrls {
	/** With `/api/v1`. */
	apollo: string;
	/** As https://api.clay.com: webhook sources and the public API. */
	clay: string;
	hubspot: string;
	/** As https://api.instantly.ai, without a path. */
	instantly: string;
	/** The org's My Domain, without a path: the instance_url. */
	salesforce: string;
	/** The org's My Domain after it has moved. */
	salesforceMoved: string;
	/** Salesforce's login server. */
	salesforceLogin: string;
	control: string;
}

export interface Sandbox extends SandboxControl {
	readonly urls: SandboxUrls;
	stop(): Promise<void>;
}

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const settings = settingsOf(options);
	const people = population(settings);
	let faults = settings.faults;
	const salesforceAddresses = { instance: '', moved: '', login: '' };
	const clayFiles = new FileStore();
	const newWorld = (): World => new World(settings, people, faults, salesforceAddresses, clayFiles);
	let world = newWorld();
	const webhooks = new WebhookDelivery();

	// A reset changes the world under the servers, so each request looks it up once.
	const vendorListener =
		(vendorIn: (present: World) => Vendor): VendorServer['listener'] =>
		(message, response) => {
			const present = world;
			const vendor = vendorIn(present);
			const server = new VendorServer({
				vendor,
				arrivals: present.arrivals,
				nextFault: (method, path) => present.nextFault(vendor.name, method, path),
				nextLatency: () => present.nextLatency(),
			});
			server.listener(message, response);
		};

	const control: SandboxControl = {
		seed: settings.seed,
		state: () => stateOf(world),
		arrivals: () => world.arrivals.all(),
		contacts: () => world.contacts(),
		emails: () => world.emails(),
		people: () => [...people],
		records: (name) => world.records(name),
		apolloRecords: (name) => world.apollo.team[name].all().map((record) => ({ ...record })),
		salesforceRecords: (name) => world.salesforceRecords(name),
		deliverWebhooks: async (events, options) =>
			await webhooks.deliver(world.hubspot, events, options),
		setFaults: (plan) => {
			faults = plan;
			world.setFaults(plan);
		},
		setCredits: (credits) => world.apollo.credits.set(credits),
		setSalesforceUsage: (used) => {
			world.salesforce.usage.used = used;
		},
		clay: clayControl(() => world.clay),
		instantly: instantlyControl(() => world.instantly),
		reset: () => {
			world.clay.stop();
			world = newWorld();
		},
	};

	const started: RunningServer[] = [];
	const start = async (...parts: Parameters<typeof listen>): Promise<string> => {
		const server = await listen(...parts);
		started.push(server);
		return server.url;
	};
	const serve = async (vendorIn: (present: World) => Vendor, port: number): Promise<string> =>
		await start(vendorListener(vendorIn), port);
	const { ports } = settings;
	const stop = async (): Promise<void> => {
		world.clay.stop();
		await Promise.all(started.map(async (server) => await server.stop()));
	};
	try {
		const urls: SandboxUrls = {
			apollo: `${await serve((present) => present.apollo, ports.apollo)}/api/v1`,
			clay: await serve(({ clay }) => clay.api, ports.clay),
			hubspot: await serve((present) => present.hubspot, ports.hubspot),
			instantly: await serve((present) => present.instantly, ports.instantly),
			salesforce: await serve(({ salesforce }) => salesforce.at('instance'), ports.salesforce),
			salesforceMoved: await serve(
				({ salesforce }) => salesforce.at('moved'),
				ports.salesforceMoved,
			),
			salesforceLogin: await serve(
				({ salesforce }) => salesforce.at('login'),
				ports.salesforceLogin,
			),
			control: await start(controlListener(control), ports.control),
		};
		clayFiles.url = await serve(({ clay }) => clay.storage, ports.clayStorage);
		salesforceAddresses.instance = urls.salesforce;
		salesforceAddresses.moved = urls.salesforceMoved;
		salesforceAddresses.login = urls.salesforceLogin;
		return { ...control, urls, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}
