/** The organization's id, of 18 characters. */
export const ORG_ID = '00D5g000000SbxAEAS';

/** Users are numbered from here; the first one is whom every token acts for. */
export const USER_PREFIX = '005';
