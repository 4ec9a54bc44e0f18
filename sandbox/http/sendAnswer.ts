import type { ServerResponse } from 'node:http';

import type { VendorAnswer } from './exchange';

function headersOf(answer: VendorAnswer): Record<string, string | number> {
	const headers: Record<string, string | number> = { ...answer.headers };
	if (answer.status !== 204) {
		headers['content-type'] = answer.contentType ?? 'application/json;charset=utf-8';
		headers['content-length'] = Buffer.byteLength(answer.body);
	}
	return headers;
}

export function sendAnswer(response: ServerResponse, answer: VendorAnswer): void {
	response.writeHead(answer.status, headersOf(answer));
	response.end(answer.status === 204 ? undefined : answer.body);
}

export function dropConnection(response: ServerResponse): void {
	response.socket?.destroy();
}

/** Promises the whole body, sends half of it and hangs up. False when there is no body to cut. */
export function sendCutAnswer(response: ServerResponse, answer: VendorAnswer): boolean {
	if (answer.status === 204 || answer.body === '') {
		dropConnection(response);
		return false;
	}
	const whole = Buffer.from(answer.body);
	response.writeHead(answer.status, headersOf(answer));
	response.write(whole.subarray(0, Math.floor(whole.length / 2)), () => dropConnection(response));
	return true;
}
