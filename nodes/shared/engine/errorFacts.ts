/**
 * What an unknown thrown value says of itself. By shape and not by class: errors of Node's own
 * modules are of another realm where code runs in a vm.
 */
export function codeOf(error: unknown): string {
	return textField(error, 'code');
}

/** The system call that failed ("connect", "write", "getaddrinfo"), or an empty text. */
export function syscallOf(error: unknown): string {
	return textField(error, 'syscall');
}

/** The message; of an aggregate (every address of a host was tried) the first one's. */
export function messageOf(error: unknown): string {
	if (typeof error === 'string') return error;
	const message = textField(error, 'message');
	if (message !== '') return message;
	if (typeof error === 'object' && error !== null && 'errors' in error) {
		const parts: unknown = error.errors;
		if (Array.isArray(parts) && parts.length > 0) return messageOf(parts[0]);
	}
	return codeOf(error) || 'unknown error';
}

function textField(error: unknown, field: 'code' | 'syscall' | 'message'): string {
	if (typeof error !== 'object' || error === null || !(field in error)) return '';
	const value: unknown = Reflect.get(error, field);
	return typeof value === 'string' ? value : '';
}
