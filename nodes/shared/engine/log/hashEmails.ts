import { createHash } from 'node:crypto';

/** The lengths are those of RFC 5321; without them a long text would be searched again and again. */
const EMAIL =
	/[\p{L}\p{N}.!#$&'*+/=?^_`{|}~-]{1,64}(?:@|%40)(?:[\p{L}\p{N}-]{1,63}\.){1,8}[\p{L}\p{N}-]{2,63}/gu;

/**
 * The text with a hash in the place of each email address: the same address gives the same hash, in
 * upper or lower case, so that it can be followed without being read.
 */
export function hashEmails(text: string): string {
	if (!/@|%40/.test(text)) return text;
	return text.replace(EMAIL, (email) => `email-${hashOf(email.replace('%40', '@'))}`);
}

function hashOf(email: string): string {
	return createHash('sha256').update(email.toLowerCase()).digest('hex').slice(0, 16);
}
