import { isDeepStrictEqual } from 'node:util';
import type { DevCasServer } from '@who/dev-cas-server';
import { PUBLIC_URL } from './application/facts.js';
import { type Answer, type Ask, ask } from './client.js';
import type { OwnWays } from './runtimes.js';

/** What a visit gets. */
export interface Visitor {
  readonly runtime: OwnWays;
  readonly cas: DevCasServer;
  to(request: Ask): Promise<Answer>;
  /** Notes a problem where something is not what it should be. */
  expect(what: string, actual: unknown, wanted: unknown): void;
}

/** Asks one thing of the application, or several that belong together. By what it shows. */
export type Visits = Readonly<Record<string, (visitor: Visitor) => Promise<void>>>;

/** Pays visits one by one, and returns what they found wrong. */
export async function visitProblems(
  visits: Visits,
  port: number,
  runtime: OwnWays,
  cas: DevCasServer,
): Promise<string[]> {
  const problems: string[] = [];
  const { host } = new URL(PUBLIC_URL);
  for (const [shown, visit] of Object.entries(visits)) {
    const expect = (what: string, actual: unknown, wanted: unknown): void => {
      if (isDeepStrictEqual(actual, wanted)) return;
      problems.push(`${shown}: ${what} is ${JSON.stringify(actual)}, not ${JSON.stringify(wanted)}`);
    };
    try {
      await visit({ runtime, cas, to: (request) => ask(port, host, request), expect });
    } catch (error) {
      problems.push(`${shown}: ${error instanceof Error ? error.message : error}`);
    }
  }
  return problems;
}
