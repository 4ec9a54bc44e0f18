import type { InstantlyVendor } from './instantlyVendor';
import type { InstantlyRecord, RecordName } from './records/record';
import type {
	InstantlyDeliveryOptions,
	InstantlyDeliveryReport,
	InstantlyEvent,
} from './webhooks/delivery';
import { deliverEvents } from './webhooks/delivery';

/** What can be asked of Instantly from outside, and done there as it does by itself. */
export interface InstantlyControl {
	/** The living records of one kind. */
	records(name: RecordName): InstantlyRecord[];
	/** Sends events to the webhooks that ask for them; ends when all are taken or given up. */
	deliver(
		events: readonly InstantlyEvent[],
		options?: InstantlyDeliveryOptions,
	): Promise<InstantlyDeliveryReport>;
	/** How many more leads campaigns may take from now on. */
	setPlanLeads(leads: number): void;
}

export function instantlyControl(present: () => InstantlyVendor): InstantlyControl {
	return {
		records: (name) =>
			present()
				.workspace.store(name)
				.all()
				.map((record) => ({ ...record })),
		deliver: async (events, options) => await deliverEvents(present(), events, options),
		setPlanLeads: (leads) => {
			present().workspace.planLeads = leads;
		},
	};
}
