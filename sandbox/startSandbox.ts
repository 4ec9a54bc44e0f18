import type { SandboxControl } from './control/sandboxControl';
import { controlListener } from './control/controlServer';
import { WebhookDelivery } from './control/webhookDelivery';
import { population } from './data/population';
import type { RunningServer } from './http/listen';
import { listen } from './http/listen';
import { VendorServer } from './http/vendorServer';
import type { VendorName } from './arrivals';
import type { SandboxOptions } from './options';
import { settingsOf } from './options';
import { stateOf } from './state';
import { World } from './world';

export interface SandboxUrls {
	/** With `/api/v1`. */
	apollo: string;
	hubspot: string;
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
	let world = new World(settings, people, faults);
	const webhooks = new WebhookDelivery();

	// A reset changes the world under the servers, so each request looks it up once.
	const vendorListener =
		(name: VendorName): VendorServer['listener'] =>
		(message, response) => {
			const present = world;
			const server = new VendorServer({
				vendor: name === 'apollo' ? present.apollo : present.hubspot,
				arrivals: present.arrivals,
				nextFault: (method, path) => present.nextFault(name, method, path),
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
		deliverWebhooks: async (events, options) =>
			await webhooks.deliver(world.hubspot, events, options),
		setFaults: (plan) => {
			faults = plan;
			world.setFaults(plan);
		},
		setCredits: (credits) => world.apollo.credits.set(credits),
		reset: () => {
			world = new World(settings, people, faults);
		},
	};

	const started: RunningServer[] = [];
	const start = async (...parts: Parameters<typeof listen>): Promise<string> => {
		const server = await listen(...parts);
		started.push(server);
		return server.url;
	};
	const stop = async (): Promise<void> => {
		await Promise.all(started.map(async (server) => await server.stop()));
	};
	try {
		const urls: SandboxUrls = {
			apollo: `${await start(vendorListener('apollo'), settings.ports.apollo)}/api/v1`,
			hubspot: await start(vendorListener('hubspot'), settings.ports.hubspot),
			control: await start(controlListener(control), settings.ports.control),
		};
		return { ...control, urls, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}
