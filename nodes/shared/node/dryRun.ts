import type { IDataObject, NodeExecutionHint } from 'n8n-workflow';
import { rowFailure } from '../engine/batch';
import type { Client } from '../engine/client';
import type { Failure } from '../engine/outcome';
import type { ApiRequest } from '../engine/types';
import { plural } from './hints';
import type { Results } from './results';

/** What of a request is told. */
interface Planned {
	shown: IDataObject;
	cost: number;
	readOnly: boolean;
}

/**
 * Takes the place of the client: operations read their items, check them and build their requests as
 * always, and nothing is sent. Each request fails with its number, by which the items that it would
 * have carried are found again.
 */
export class DryRun {
	private readonly requests: Planned[] = [];
	/** Items that would be sent. */
	private items = 0;

	constructor(private readonly real: Pick<Client, 'redact' | 'patience'>) {}

	get client(): Pick<Client, 'send' | 'redact'> {
		return {
			redact: (text) => this.real.redact(text),
			send: async (request) => await this.note(request),
		};
	}

	get steps(): Pick<Client, 'patience' | 'sendAtEnd'> {
		return {
			patience: this.real.patience,
			sendAtEnd: async (request) => await this.note(request),
		};
	}

	private async note({ operation, method, path, ...rest }: ApiRequest): Promise<Failure> {
		const { pathTemplate = path, cost, readOnly = false } = rest;
		const told = cost === undefined ? {} : { credits: cost };
		const shown = { operation, method, path: this.real.redact(pathTemplate), ...told };
		this.requests.push({ shown, cost: cost ?? 0, readOnly });
		return await Promise.resolve({ ...rowFailure('not-sent'), planned: this.requests.length });
	}

	/** Puts what would have been sent in the place of the failures. */
	settle(results: Results): void {
		const items = new Map<number, number[]>();
		for (const [itemIndex, result] of results.all) {
			const { planned } = result.kind === 'failed' ? result.failure : {};
			if (planned !== undefined) items.set(planned, [...(items.get(planned) ?? []), itemIndex]);
		}
		for (const [number, itemIndexes] of items) {
			this.items += itemIndexes.length;
			const item = this.itemOf(number, itemIndexes.length);
			for (const itemIndex of itemIndexes) {
				results.set(itemIndex, { kind: 'done', items: [{ ...item }] });
			}
		}
	}

	private itemOf(number: number, items: number): IDataObject {
		return { dryRun: true, request: number, items, ...this.requests[number - 1]?.shown };
	}

	/** How many requests it would take, and what they would cost. */
	get hint(): NodeExecutionHint {
		const { items, requests } = this;
		const credits = requests.reduce((sum, { cost }) => sum + cost, 0);
		// A list takes as many requests as it has pages, and nobody knows how many before they are read.
		const hasLists = requests.some(({ readOnly }) => readOnly);
		const takes = plural(requests.length, 'request');
		const costs =
			credits === 0 ? '' : ` and ${hasLists ? 'at least' : 'at most'} ${plural(credits, 'credit')}`;
		return {
			message: `Dry run: nothing was sent. ${plural(items, 'item')} would take ${hasLists ? 'at least ' : ''}${takes}${costs}.`,
			type: 'info',
			location: 'outputPane',
		};
	}
}
