import { resolve } from 'node:path';
import { type Logger, type Metadata, type Who, type WhoApi, WhoError } from '@who/core';
import { type WatchedFile, watchedFile } from '@who/secrets';
import { PACKAGE } from '../errors.js';
import type { Finding } from '../findings/finding.js';
import { checkLoadOptions, type LoadOptions } from '../loading/load-options.js';
import { letGo, type MadeEngine, makeEngine } from '../loading/make-engine.js';
import { readPlan, unreadable } from '../reading/read-plan.js';

/** An engine out of a file, which is another one when the file has changed. */
export interface LoadedWho<M extends object = Metadata> extends Who<M> {
  /** What its author should know, of the file that counts now. */
  readonly warnings: readonly Finding[];
  /**
   * Looks at the file at once, whatever it looks like from outside.
   *
   * @throws {ConfigError} CONFIG_INVALID, CONFIG_UNREADABLE; the engine before stays
   */
  reload(): Promise<void>;
  /** Looks at the file no more, and closes what the engine has opened. */
  close(): Promise<void>;
}

/**
 * Makes an engine of a file: a who.ini of repoze.who, JSON or YAML. The plugins that it names are loaded then. A file that
 * changes makes a new engine, for the requests that come from then on; one that is wrong leaves the old one, and a
 * warning in the log.
 *
 * @typeParam M what the providers of the file add to identities, as far as the application goes by it
 * @throws {WhoError} BAD_OPTION
 * @throws {ConfigError} CONFIG_UNREADABLE, CONFIG_INVALID with everything that is wrong
 * @example
 * const who = await loadWho('who.ini');
 */
export async function loadWho<M extends object = Metadata>(
  file: string,
  options: LoadOptions = {},
): Promise<LoadedWho<M>> {
  checkLoadOptions(file, options);
  const path = resolve(file);
  const { checkIntervalMs = 1000, logger = DEFAULT_LOGGER } = options;
  /** Engines by the loggers that only they have: so the engine of a request is known. */
  const owners = new WeakMap<object, Who<object>>();
  const watching = new Map<string, WatchedFile<Uint8Array>>();
  let current: MadeEngine;
  let used: readonly Uint8Array[] = [];
  let turn: Promise<void> = Promise.resolve();

  const watch = (name: string): WatchedFile<Uint8Array> => {
    const unread = (reason: string, cause: unknown): Error => unreadable(name, reason, cause);
    return watchedFile({
      file: name,
      checkIntervalMs: 0,
      parse: (bytes) => bytes,
      plugin: PACKAGE,
      unreadable: unread,
    });
  };

  const make = async (contents: Uint8Array, before?: MadeEngine): Promise<MadeEngine> => {
    const own: Logger = {
      debug: (...args) => logger.debug(...args),
      warn: (...args) => logger.warn(...args),
      error: (...args) => logger.error(...args),
    };
    const made = await makeEngine(await readPlan(path, contents, options), options, own, before);
    owners.set(own, made.who);
    for (const name of watching.keys()) if (name !== path && !made.files.has(name)) watching.delete(name);
    for (const name of made.files) if (!watching.has(name)) watching.set(name, watch(name));
    used = [...watching.values()].map((one) => one.current);
    return made;
  };

  let isClosed = false;

  /** One at a time. */
  const swap = (): Promise<void> => {
    const next = turn.then(async () => {
      if (isClosed) return;
      const before = current;
      current = await make(watching.get(path)?.current ?? new Uint8Array(), before);
      tell(current.findings, logger);
      const gone = [...before.values.values(), ...before.plugins.values()];
      // Requests that are under way still use them.
      setTimeout(
        () => letGo(gone, current).catch((error) => logger.warn(`[${PACKAGE}] ${reasonOf(error)}`)),
        GRACE_MS,
      ).unref();
    });
    turn = next.catch(() => {});
    return next;
  };

  const look = async (): Promise<void> => {
    await Promise.all([...watching.values()].map((one) => one.refresh(Date.now(), logger)));
    const now = [...watching.values()].map((one) => one.current);
    if (now.length === used.length && now.every((bytes, i) => isSame(bytes, used[i]))) return;
    // Also when it is wrong: it is looked at again when it has changed again.
    used = now;
    try {
      await swap();
    } catch (error) {
      logger.warn(
        `[${PACKAGE}] Keeping the engine that is there, because the new file cannot be used. ${reasonOf(error)}`,
      );
    }
  };

  watching.set(path, watch(path));
  current = await make(watching.get(path)?.current as Uint8Array);
  tell(current.findings, logger);
  const timer = checkIntervalMs === 0 ? undefined : setInterval(look, checkIntervalMs).unref();

  return {
    get options() {
      return current.who.options;
    },
    get warnings() {
      return current.findings;
    },
    api(request, remoteUser) {
      const journey = request.journey as WhoApi | undefined;
      const owner = journey && owners.get(journey.exchange.logger);
      return ((owner ?? current.who) as Who<M>).api(request, remoteUser);
    },
    async reload() {
      watching.set(path, watch(path));
      used = [...watching.values()].map((one) => one.current);
      await swap();
    },
    async close() {
      isClosed = true;
      clearInterval(timer);
      await turn;
      await letGo([...current.values.values(), ...current.plugins.values()], undefined);
    },
  };
}

const isSame = (one: Uint8Array, other: Uint8Array | undefined): boolean =>
  one === other || (other !== undefined && Buffer.compare(one, other) === 0);

/** What an operator should look at. What is otherwise than in Python is told by `who check`, and not at every start. */
function tell(findings: readonly Finding[], logger: Logger): void {
  const { length } = findings;
  if (length === 0) return;
  const [{ place }] = findings as readonly [Finding];
  logger.warn(
    `[${PACKAGE}] ${place.file} has ${length === 1 ? 'a remark' : `${length} remarks`}: "who check" says what they are.`,
  );
}

const reasonOf = (error: unknown): string =>
  error instanceof WhoError
    ? error.message.replace(/^\[[^\]]*\] /, '')
    : error instanceof Error
      ? error.message
      : String(error);

/** Warnings and errors on standard error, the rest nowhere. */
const DEFAULT_LOGGER: Logger = {
  debug() {},
  warn: (message) => console.warn(message),
  error: (message) => console.error(message),
};

/** Longer than answers take. */
const GRACE_MS = 60_000;
