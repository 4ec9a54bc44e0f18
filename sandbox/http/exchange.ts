import type { IncomingHttpHeaders } from 'node:http';

import type { RowEffect, VendorName } from '../arrivals';
import type { FaultRule } from '../faults/faultPlan';

export interface VendorRequest {
	method: string;
	/** Without the query. */
	path: string;
	url: string;
	query: URLSearchParams;
	headers: IncomingHttpHeaders;
	body: string;
}

export interface VendorAnswer {
	status: number;
	headers?: Record<string, string>;
	body: string;
	contentType?: string;
	/** Whether the request had its effect (a read counts once it was answered with data). */
	applied?: boolean;
	rows?: number;
	effects?: RowEffect[];
}

/** One vendor behind one port. */
export interface Vendor {
	readonly name: VendorName;
	/** Sees every arrival whole, whatever becomes of it. */
	notice(request: VendorRequest): void;
	answer(request: VendorRequest): VendorAnswer;
	/** The vendor's own form of a failing answer. */
	faultAnswer(rule: FaultRule, request: VendorRequest): VendorAnswer;
	/** The request was applied, but the caller will never read the answer. */
	answerLost(request: VendorRequest, answer: VendorAnswer): void;
	/** The request is over, answered or not. */
	left?(request: VendorRequest): void;
}

export function jsonAnswer(
	status: number,
	value: unknown,
	more: Omit<VendorAnswer, 'status' | 'body'> = {},
): VendorAnswer {
	return {
		status,
		body: JSON.stringify(value),
		contentType: 'application/json;charset=utf-8',
		...more,
	};
}

export function textAnswer(status: number, body: string): VendorAnswer {
	return { status, body, contentType: 'text/plain; charset=utf-8' };
}

export function htmlAnswer(
	status: number,
	title: string,
	headers: Record<string, string> = {},
): VendorAnswer {
	return {
		status,
		headers,
		contentType: 'text/html; charset=UTF-8',
		body: `<!DOCTYPE html>\n<html>\n<head><title>${title}</title></head>\n<body><h1>${title}</h1></body>\n</html>\n`,
	};
}
