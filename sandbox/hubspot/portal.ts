/** The one account of the sandbox. */
export const PORTAL_ID = 4_010_011;
