import type { VendorAnswer, VendorRequest } from '../../http/exchange';
import { jsonAnswer, textAnswer } from '../../http/exchange';

interface StoredFile {
	signature: string;
	text?: string;
}

const OK: VendorAnswer = { status: 200, body: '', contentType: 'text/plain', applied: true };

/** Where presigned addresses lead: another host, which knows no API key. */
export class FileStore {
	private readonly files = new Map<string, StoredFile>();

	/** Filled in when its server listens. */
	url = '';

	/** An address to upload to, and the file's ID. */
	uploadUrl(): { id: string; url: string } {
		const id = `file_${String(this.files.size + 1).padStart(6, '0')}`;
		return { id, url: this.add(id) };
	}

	/** An address to download from. */
	put(name: string, text: string): string {
		const url = this.add(name);
		const file = this.files.get(name);
		if (file) file.text = text;
		return url;
	}

	text(id: string): string | undefined {
		return this.files.get(id)?.text;
	}

	knows(id: string): boolean {
		return this.files.has(id);
	}

	answer({ method, path, query, headers, body }: VendorRequest): VendorAnswer {
		const file = this.files.get(path.slice('/files/'.length));
		if (file === undefined || query.get('X-Amz-Signature') !== file.signature) {
			return textAnswer(403, '<Error><Code>SignatureDoesNotMatch</Code></Error>');
		}
		// A second proof beside the address is refused, as object stores do.
		if (headers['clay-api-key'] !== undefined || headers.authorization !== undefined) {
			return textAnswer(400, '<Error><Code>InvalidArgument</Code></Error>');
		}
		if (method === 'PUT') {
			file.text = body;
			return OK;
		}
		if (method !== 'GET' || file.text === undefined) return jsonAnswer(404, {});
		return { ...OK, body: file.text, contentType: 'application/x-ndjson' };
	}

	private add(name: string): string {
		const signature = `s${name.length}${this.files.size}d41d8cd98f00b204`;
		this.files.set(name, { signature });
		return `${this.url}/files/${name}?X-Amz-Expires=300&X-Amz-Signature=${signature}`;
	}
}
