/** What a suite needs of a test runner. Vitest's functions fit as they are. */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: ((name: string, body: () => unknown) => unknown) & {
    readonly skip: (name: string, body: () => unknown) => unknown;
  };
  readonly expect: (actual: unknown) => Matchers;
}

/** The assertions that the suites make. */
export interface Matchers {
  toBe(expected: unknown): unknown;
  toEqual(expected: unknown): unknown;
  toMatch(expected: RegExp): unknown;
  toContain(expected: unknown): unknown;
  readonly not: Omit<Matchers, 'not'>;
}
