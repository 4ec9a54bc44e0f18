import type { ApiRequest } from '../types';
import type { PageStyle } from './style';

/** One page, and no further one. */
export function singlePage(request: ApiRequest): PageStyle {
	return { name: 'off', request: () => request, next: () => ({ kind: 'end' }) };
}
