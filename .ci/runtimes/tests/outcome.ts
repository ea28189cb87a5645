/** What became of one test. */
export interface TestOutcome {
  /** `SUITE > TEST` */
  readonly name: string;
  /** Why it failed. */
  readonly error?: string | undefined;
  readonly isSkipped?: boolean | undefined;
}

/** What became of the tests of one file. */
export interface FileOutcome {
  /** By its path from the repository on. */
  readonly file: string;
  /** In the order in which they stand there: their names may show what differs from run to run. */
  readonly tests: readonly TestOutcome[];
  /** What else went wrong: in hooks, while the file was loaded, behind the back of all tests. */
  readonly faults: readonly string[];
}
