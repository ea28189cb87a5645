import type { Exchange, Explain, MaybePromise, Plugin, Plugins, Reason } from '@who/core';
import { type Clock, fakeClock } from '../clock.js';
import { type FakeExchangeOptions, fakeExchange } from '../fake-exchange.js';
import { expectHarmless } from './promises.js';
import type { TestRunner } from './runner.js';

/** What every suite has to know about the plugin under test. `Method` names the methods of the role. */
export interface Subject<P, Method extends string> {
  /** Makes the plugin. Every check gets one of its own. */
  create(clock: Clock): MaybePromise<P>;
  /** Releases what a plugin holds: a file, a worker, a connection. */
  dispose?(plugin: P): MaybePromise<void>;
  /** The name that it is registered with. @default 'subject' */
  readonly name?: string | undefined;
  /** Other plugins that it calls by their names. */
  readonly plugins?: Plugins | undefined;
  /** The public URL of the application that it works for. @default 'https://app.example.org' */
  readonly publicUrl?: string | undefined;
  /** Texts that must never be printed: passwords, keys, tickets, as the plugin and its requests hold them. */
  readonly secrets?: readonly string[] | undefined;
  /** Methods that may answer by a promise. All others have to answer at once. @default none */
  readonly promises?: readonly Method[] | undefined;
}

/** What a check works with. */
export interface Scene<P> {
  readonly plugin: P;
  readonly clock: Clock;
  /** Everything that was logged so far. */
  readonly log: readonly unknown[];
  /** An exchange of an engine that the plugin is registered with. Somebody looks on, unless `explain` is `undefined`. */
  exchange(options?: FakeExchangeOptions): Exchange;
  /** The reasons that were given so far, by the calls that one of these exchanges was made for. */
  reasons(exchange: Exchange): readonly Reason[];
}

/** Adds a check to a suite. */
export type AddCheck<P> = (
  name: string,
  body: (scene: Scene<P>) => MaybePromise<void>,
  /** Why it does not apply; it is shown as skipped then. */
  doesNotApply?: string | false,
  /** Makes the plugin, in place of {@link Subject.create}. */
  create?: (clock: Clock) => MaybePromise<P>,
) => void;

/** A suite is a title and a list of checks, each with a scene of its own. */
export function defineSuite<P extends object>(
  runner: TestRunner,
  title: string,
  subject: Subject<P, string>,
  checks: (check: AddCheck<P>) => void,
): void {
  const { describe, it } = runner;
  describe(title, () => {
    checks((name, body, doesNotApply = false, create = (clock) => subject.create(clock)) => {
      const run = () => withScene(runner, subject, create, body);
      if (doesNotApply) it.skip(`${name} (does not apply: ${doesNotApply})`, run);
      else it(name, run);
    });
  });
}

async function withScene<P extends object>(
  runner: TestRunner,
  subject: Subject<P, string>,
  create: (clock: Clock) => MaybePromise<P>,
  body: (scene: Scene<P>) => MaybePromise<void>,
): Promise<void> {
  const { name = 'subject', plugins = {}, publicUrl } = subject;
  // Cookie jars look at the time of day, so the clock starts there. It stands still all the same.
  const clock = fakeClock(Date.now());
  const log: unknown[] = [];
  const logger = { debug: write, warn: write, error: write };
  const told: Parameters<Explain>[number][] = [];
  const reasons = new WeakMap<Exchange, Reason[]>();
  const plugin = await create(clock);
  const registered: Plugins = isPlugin(plugin) ? { ...plugins, [name]: plugin } : plugins;
  try {
    await body({
      plugin,
      clock,
      log,
      exchange(options) {
        const own: Reason[] = [];
        const explain: Explain = (reason, facts) => {
          own.push(reason);
          told.push(reason, facts);
        };
        const usual = { publicUrl, now: clock.now, logger, explain };
        const exchange = fakeExchange({ ...usual, ...options, plugins: registered });
        reasons.set(exchange, own);
        return exchange;
      },
      reasons: (exchange) => reasons.get(exchange) ?? [],
    });
    expectHarmless(runner, subject.secrets ?? [], told);
  } finally {
    await subject.dispose?.(plugin);
  }

  function write(...entries: unknown[]): void {
    log.push(...entries);
  }
}

/** Classifiers and deciders are functions, which nobody calls by name. */
function isPlugin(subject: object): subject is Plugin {
  return typeof subject !== 'function';
}
