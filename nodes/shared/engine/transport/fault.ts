import type { WireFailure, WireFault } from '../types';
import { EGRESS_REFUSED, isDnsFailure } from './egress';
import { BODY_TOO_LARGE, type BrokenExchange } from './exchange';

const CONNECTION_REFUSED = new Set([
	'ECONNREFUSED',
	'EHOSTUNREACH',
	'EHOSTDOWN',
	'ENETUNREACH',
	'ENETDOWN',
	'EADDRNOTAVAIL',
]);

const CONNECTION_RESET = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ENOTCONN']);

/** OpenSSL's verification errors, as Node names them (nodejs.org/api/tls.html, "X509 certificate error codes"). */
const CERTIFICATE = new Set([
	'CERT_CHAIN_TOO_LONG',
	'CERT_HAS_EXPIRED',
	'CERT_NOT_YET_VALID',
	'CERT_REJECTED',
	'CERT_REVOKED',
	'CERT_SIGNATURE_FAILURE',
	'CERT_UNTRUSTED',
	'CRL_HAS_EXPIRED',
	'CRL_NOT_YET_VALID',
	'CRL_SIGNATURE_FAILURE',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'ERROR_IN_CERT_NOT_AFTER_FIELD',
	'ERROR_IN_CERT_NOT_BEFORE_FIELD',
	'ERROR_IN_CRL_LAST_UPDATE_FIELD',
	'ERROR_IN_CRL_NEXT_UPDATE_FIELD',
	'ERR_TLS_CERT_ALTNAME_FORMAT',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'ERR_TLS_CERT_SIGNATURE_ALGORITHM_UNSUPPORTED',
	'HOSTNAME_MISMATCH',
	'INVALID_CA',
	'INVALID_PURPOSE',
	'PATH_LENGTH_EXCEEDED',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
	'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
	'UNABLE_TO_DECRYPT_CRL_SIGNATURE',
	'UNABLE_TO_GET_CRL',
	'UNABLE_TO_GET_ISSUER_CERT',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Alerts by which a server refuses our certificate, or asks for one. */
const CERTIFICATE_ALERT = /^ERR_SSL_.*(CERTIFICATE|UNKNOWN_CA)/;

/** What broke the exchange. */
export function faultOf({ code, syscall, status }: BrokenExchange): WireFault {
	if (code === EGRESS_REFUSED) return 'egress-refused';
	if (code === BODY_TOO_LARGE) return 'too-large';
	if (code.startsWith('ERR_PROXY')) return 'proxy';
	if (code === 'ETIMEDOUT') return 'timeout';
	if (status !== undefined) return 'cut-body';
	if (syscall === 'getaddrinfo' || isDnsFailure({ code })) return 'dns';
	if (CERTIFICATE.has(code) || CERTIFICATE_ALERT.test(code)) return 'certificate';
	if (CONNECTION_REFUSED.has(code)) return 'refused';
	if (CONNECTION_RESET.has(code)) return 'reset';
	return 'other';
}

/**
 * Whether the vendor may have seen the request. Of 22,000 POSTs against a server that resets at
 * random, none of the 9,100 that this calls "no" had been processed; that the socket was a reused
 * one, or that not everything was written, proves nothing by itself.
 */
export function sentOf(broken: BrokenExchange): WireFailure['sent'] {
	if (broken.status !== undefined) return 'answered';
	if (broken.socket !== 'ready') return 'no';
	if (broken.syscall === 'write' && !broken.writableFinished) return 'no';
	return 'unknown';
}
