/** How errors name this package. */
export const TESTKIT = '@who/testkit';
