import type { IDataObject } from 'n8n-workflow';
import type { ApiRequest } from '../../shared/engine/types';
import { type ParameterReader, Problem } from '../../shared/node/parameters';
import type { Paging } from './paging';
import { put, type Place } from './place';

/** The user's choice: 'auto' leaves it to the first page. */
export interface PagingChoice {
	paging: Paging | 'auto';
	pageLimit?: number;
}

export function pageLimitOf(read: ParameterReader): number | undefined | Problem {
	const { pageLimit } = read.collection('options');
	const limit = pageLimit === undefined ? undefined : Number(pageLimit);
	if (limit === undefined || (Number.isInteger(limit) && limit >= 1)) return limit;
	return new Problem(
		`Page Limit is ${String(pageLimit)}, but has to be a whole number of 1 or more`,
		'Change it under Options.',
	);
}

export function readPaging(
	read: ParameterReader,
	style = read.text('pagination'),
): PagingChoice | Problem {
	const options = read.collection('options');
	const limit = pageLimitOf(read);
	if (limit instanceof Problem) return limit;
	const paging = style === 'auto' ? 'auto' : pagingOf(style, read, options);
	if (paging instanceof Problem) return paging;
	return { paging, ...(limit === undefined ? {} : { pageLimit: limit }) };
}

function pagingOf(style: string, read: ParameterReader, options: IDataObject): Paging | Problem {
	const sendIn = sendInOf(read.text('sendIn'));
	const size = read.text('sizeParameter') === '' ? {} : { size: read.number('pageSize') };
	const told = {
		...size,
		...pathOf('moreAt', options.morePath),
		...pathOf('lastAt', options.lastPath),
		...pathOf('pagesAt', options.pagesPath),
		...pathOf('totalAt', options.totalPath),
	};
	const needed = (name: string, label: string): string | Problem =>
		read.text(name) || new Problem(`${label} is empty`, 'Enter it, or choose another Pagination.');
	switch (style) {
		case 'link':
		case 'none':
			return { ...told, style };
		case 'nextUrl': {
			const nextAt = needed('nextUrlPath', 'Next URL Path');
			return nextAt instanceof Problem ? nextAt : { ...told, style, nextAt };
		}
		case 'cursor': {
			const nextAt = needed('cursorPath', 'Next Cursor Path');
			if (nextAt instanceof Problem) return nextAt;
			const sendAs = needed('cursorParameter', 'Cursor Parameter');
			return sendAs instanceof Problem ? sendAs : { ...told, style, nextAt, sendAs, sendIn };
		}
		case 'lastRow': {
			const sendAs = needed('cursorParameter', 'Cursor Parameter');
			if (sendAs instanceof Problem) return sendAs;
			return { ...told, style, sendAs, sendIn, lastRowField: read.text('lastField') || 'id' };
		}
		case 'pageNumber': {
			const sendAs = needed('pageParameter', 'Page Parameter');
			if (sendAs instanceof Problem) return sendAs;
			const first = read.number('firstPage');
			if (!Number.isInteger(first)) {
				return new Problem('First Page is no whole number', 'Enter 0 or 1.');
			}
			return { ...told, style, sendAs, sendIn, first };
		}
		case 'offset': {
			const sendAs = needed('offsetParameter', 'Offset Parameter');
			return sendAs instanceof Problem ? sendAs : { ...told, style, sendAs, sendIn };
		}
		default:
			return new Problem(`"${style}" is no way to read pages`, 'Choose another Pagination.');
	}
}

export function sendInOf(text: string): Place['in'] {
	return text === 'body' || text === 'header' ? text : 'query';
}

function pathOf(name: 'moreAt' | 'lastAt' | 'pagesAt' | 'totalAt', value: unknown) {
	const path = typeof value === 'string' ? value.trim() : '';
	return path === '' ? {} : { [name]: path };
}

/** The request with its page size, where the user names one. */
export function withSize(request: ApiRequest, read: ParameterReader): ApiRequest | Problem {
	const name = read.text('sizeParameter');
	if (name === '' || read.text('pagination') === 'none') return request;
	const size = read.number('pageSize');
	if (!Number.isInteger(size) || size < 1) {
		return new Problem(
			`Page Size is ${read.text('pageSize') || 'empty'}, but has to be a whole number of 1 or more`,
			'Change Page Size.',
		);
	}
	const isJson = request.content === undefined;
	const inBody = read.text('sendIn') === 'body' && request.method === 'POST' && isJson;
	return put(request, { name, in: inBody ? 'body' : 'query' }, size);
}
