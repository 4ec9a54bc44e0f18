/** The workspace of the sandbox's keys, and the user who has made them. */
export const WORKSPACE_ID = '0199b1de-0a5b-7000-8000-000000000001';
export const USER_ID = '0199b1de-05e2-7000-8000-000000000001';
