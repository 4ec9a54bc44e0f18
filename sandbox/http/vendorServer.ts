import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

import type { Arrival, ArrivalRecord } from '../arrivals';
import type { FaultRule } from '../faults/faultPlan';
import type { Vendor, VendorRequest } from './exchange';
import { readBody } from './listen';
import { dropConnection, sendAnswer, sendCutAnswer } from './sendAnswer';

const DEFAULT_SLOW_MS = 300;

export interface VendorServerParts {
	vendor: Vendor;
	arrivals: ArrivalRecord;
	nextFault(method: string, path: string): FaultRule | undefined;
	/** Milliseconds the next answer takes. */
	nextLatency(): number;
}

function pathOf(message: IncomingMessage): URL {
	return new URL(message.url ?? '/', 'http://sandbox');
}

async function requestOf(message: IncomingMessage, url: URL): Promise<VendorRequest> {
	return {
		method: message.method ?? 'GET',
		path: url.pathname,
		url: message.url ?? '/',
		query: url.searchParams,
		headers: message.headers,
		body: await readBody(message),
	};
}

/** Record, choose the fault, apply, answer: always in this order. */
export class VendorServer {
	constructor(private readonly parts: VendorServerParts) {}

	readonly listener = (message: IncomingMessage, response: ServerResponse): void => {
		// A caller that goes away in the middle of its request is no failure of the sandbox.
		this.serve(message, response).catch(() => dropConnection(response));
	};

	private async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
		const { vendor, arrivals, nextFault, nextLatency } = this.parts;
		const url = pathOf(message);
		const method = message.method ?? 'GET';
		const { traceparent } = message.headers;
		const arrival = arrivals.record({
			vendor: vendor.name,
			at: Date.now(),
			method,
			path: url.pathname,
			...(typeof traceparent === 'string' ? { traceparent } : {}),
		});
		const fault = nextFault(method, url.pathname);
		if (fault !== undefined) arrival.fault = fault.kind;
		const latency = nextLatency();

		const request = await requestOf(message, url);
		vendor.notice(request);
		try {
			if (fault?.kind === 'drop-before') return dropConnection(response);
			await pause(fault?.kind === 'slow' ? (fault.ms ?? DEFAULT_SLOW_MS) : latency);
			this.answer(arrival, request, response, fault);
		} finally {
			vendor.left?.(request);
		}
	}

	private answer(
		arrival: Arrival,
		request: VendorRequest,
		response: ServerResponse,
		fault: FaultRule | undefined,
	): void {
		const failing = fault !== undefined && !['slow', 'drop-after', 'cut-body'].includes(fault.kind);
		if (failing) {
			const refusal = this.parts.vendor.faultAnswer(fault, request);
			arrival.status = refusal.status;
			return sendAnswer(response, refusal);
		}
		this.apply(arrival, request, response, fault);
	}

	private apply(
		arrival: Arrival,
		request: VendorRequest,
		response: ServerResponse,
		fault: FaultRule | undefined,
	): void {
		const { vendor } = this.parts;
		const answer = vendor.answer(request);
		arrival.applied = answer.applied ?? false;
		if (answer.rows !== undefined) arrival.rows = answer.rows;
		if (answer.effects !== undefined) arrival.effects = answer.effects;

		// A caller that gave up while it waited has lost the answer just the same.
		const callerGone = response.destroyed;
		if (fault?.kind === 'drop-after' || callerGone) {
			vendor.answerLost(request, answer);
			return dropConnection(response);
		}
		if (fault?.kind === 'cut-body') {
			vendor.answerLost(request, answer);
			if (sendCutAnswer(response, answer)) arrival.status = answer.status;
			return;
		}
		arrival.status = answer.status;
		sendAnswer(response, answer);
	}
}
