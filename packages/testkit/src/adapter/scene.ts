import type { Readable } from 'node:stream';
import { type Predicate, WhoError } from '@who/core';
import type { Matchers, TestRunner } from '../conformance/runner.js';
import { adapterEngine, turn } from './adapter-engine.js';
import { Client } from './client.js';
import { http1 } from './http1.js';
import { http2 } from './http2.js';
import { type Script, usual } from './script.js';
import { watchStrays } from './strays.js';
import type {
  AdapterAbility,
  AdapterSetup,
  AdapterSubject,
  Application,
  ApplicationRequest,
  ApplicationResponse,
  LayerAbove,
} from './subject.js';

/** What one check wants of its server. */
export interface Setting {
  /** Where the plugins do not do the usual. */
  readonly script?: Script | undefined;
  /** @default says hello to whoever it is */
  readonly application?: Application | undefined;
  readonly predicate?: Predicate | undefined;
  readonly above?: LayerAbove | undefined;
  /** Whether the adapter is left out. */
  readonly bare?: boolean | undefined;
  /** How many connections the client opens at once. @default 1 */
  readonly connections?: number | undefined;
}

/** A server that runs, its client, and what happened in the server so far. */
export interface Running extends Pick<Client, 'ask' | 'begin' | 'text' | 'raw' | 'within'> {
  /** The requests that reached the application, by their targets. */
  readonly reached: readonly string[];
  /** What reached the framework's error handler. */
  readonly handled: readonly unknown[];
  /** What the engine's logger was told as an error. */
  readonly errors: readonly string[];
}

/** What a check works with. */
export interface AdapterScene {
  readonly expect: (actual: unknown) => Matchers;
  /** Whether the plugins answer by promises. */
  readonly promised: boolean;
  start(setting?: Setting): Promise<Running>;
}

/** Adds a check to a suite. It is skipped where the adapter lacks what it needs. */
export type AddAdapterCheck = (
  name: string,
  body: (scene: AdapterScene) => Promise<void>,
  ...needs: readonly AdapterAbility[]
) => void;

/** A title and a list of checks, each with servers of its own, for one kind of plugins. */
export function defineChecks(
  { describe, it, expect }: TestRunner,
  title: string,
  subject: AdapterSubject,
  promised: boolean,
  checks: (check: AddAdapterCheck) => void,
): void {
  describe(title, () => {
    checks((name, body, ...needs) => {
      const [reason] = needs.flatMap((ability) => subject.lacks?.[ability] ?? []);
      const run = (): Promise<void> => withScene(expect, subject, promised, body);
      if (reason === undefined) it(name, run);
      else it.skip(`${name} (does not apply: ${reason})`, run);
    });
  });
}

async function withScene(
  expect: TestRunner['expect'],
  subject: AdapterSubject,
  promised: boolean,
  body: (scene: AdapterScene) => Promise<void>,
): Promise<void> {
  const stops: (() => unknown)[] = [];
  const strays = watchStrays();
  try {
    await body({ expect, promised, start });
    // What nobody has caught is known a turn later.
    for (let turns = 0; turns < 3; turns++) await turn();
  } finally {
    for (const stop of stops.reverse()) await stop();
    strays.stop();
  }
  expect(strays.errors).toEqual([]);

  async function start(setting: Setting = {}): Promise<Running> {
    const { script = {}, application = hello, predicate = () => true, above = {}, bare, connections = 1 } = setting;
    const reached: string[] = [];
    const handled: unknown[] = [];
    const errors: string[] = [];
    const logger = { debug() {}, warn() {}, error: (message: string) => void errors.push(message) };
    const setup: AdapterSetup = {
      who: bare
        ? undefined
        : adapterEngine({ ...usual, ...script, challengeRequests: 'navigations', promised, logger }),
      application(request) {
        reached.push(request.target);
        return application(request);
      },
      onError(error) {
        handled.push(error);
        return errorPage(error);
      },
      predicate,
      above,
    };
    const server = await subject.serve(setup);
    stops.push(() => server.close());
    const protocol = subject.lacks?.['HTTP/1.1'] ? http2(server.url) : http1(server.url, connections);
    const client = new Client(protocol, subject.patienceMs ?? 10_000);
    stops.push(() => client.close());
    return {
      reached,
      handled,
      errors,
      ask: (asked) => client.ask(asked),
      begin: (asked) => client.begin(asked),
      text: (asked) => client.text(asked),
      raw: (text) => client.raw(text),
      within: (promise, what) => client.within(promise, what),
    };
  }
}

function hello({ userid }: ApplicationRequest): ApplicationResponse {
  return page(`Hello ${userid}`);
}

/** A plain page, with other headers after its own. */
export function page(
  body: string | Readable,
  { status = 200, headers = [] }: Partial<Pick<ApplicationResponse, 'status' | 'headers'>> = {},
): ApplicationResponse {
  return { status, headers: [['Content-Type', 'text/plain; charset=utf-8'], ...headers], body };
}

/** What an application's error handler usually makes of an error: its status and headers, and nothing of its message. */
function errorPage(error: unknown): ApplicationResponse {
  const { status: own = 500 } = Object(error) as { status?: number };
  const status = own >= 400 && own <= 599 ? own : 500;
  const code = error instanceof WhoError ? error.code : 'APPLICATION_FAILED';
  const headers = error instanceof WhoError ? Object.entries(error.headers) : [];
  return page(`handled ${code}`, { status, headers: [...headers, ['X-Handled', '1']] });
}

/** A promise and what settles it. */
export interface Gate<T> {
  readonly promise: Promise<T>;
  open(value: T): void;
}

export function gate<T = void>(): Gate<T> {
  let open: (value: T) => void = () => {};
  const promise = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}
