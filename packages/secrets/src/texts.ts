import { chain, isPromise, type Logger, type MaybePromise } from '@who/core';
import { isLasting } from './lasting.js';
import type { WatchedFile, WatchedFileOptions } from './watched-file.js';

/** Where a text comes from: the text itself, a file with it, or a function that gives it, at once or later. */
export type TextSource = string | { readonly file: string } | (() => MaybePromise<string>);

/** Something that is made of texts, and made anew when they have changed. */
export interface WatchedTexts<T> {
  /**
   * At once, but for the first time where a function takes its time. What cannot be had anew leaves the old in force,
   * and a warning in the log.
   *
   * @throws what `unavailable` makes, where nothing could be had yet
   */
  get(nowMs: number, logger: Logger): MaybePromise<T>;
  /** Something was missing in what is there, which may be old: it is made anew sooner, after 5 s. */
  hurry(): void;
  /**
   * The same for somebody who rather waits.
   *
   * @returns what settles when it has been made anew, or could not be; `undefined` where that was tried less than 5 s ago
   */
  renew(nowMs: number, logger: Logger): Promise<void> | undefined;
}

/** Options of `watchedTexts`. */
export interface WatchedTextsOptions<T> {
  /**
   * Files are read when it is called, which fails where one cannot be; functions are asked when somebody first wants
   * what is made. Nobody waits longer than 5 s for them.
   */
  readonly sources: readonly TextSource[];
  /** Makes something of the texts, in their order. What it throws is why they cannot be used; no secret in it. */
  readonly make: (texts: readonly string[]) => T;
  /** After how many seconds files and functions are asked anew, beside the requests that come. */
  readonly reloadSeconds: number;
  /** The package that warnings name. */
  readonly plugin: string;
  /** Makes the error for those who want something before there is any. */
  readonly unavailable: (reason: string, cause: unknown) => Error;
}

/** A source, and what is known of it without asking it anew. */
interface Reader {
  /** `undefined` of a function. */
  readonly known: string | undefined;
  read(nowMs: number, logger: Logger): MaybePromise<string>;
}

/** @param watchedFile for the files among the sources */
export function watchTexts<T>(
  { sources, make, reloadSeconds, plugin, unavailable }: WatchedTextsOptions<T>,
  watchedFile: <F>(options: WatchedFileOptions<F>) => WatchedFile<F>,
): WatchedTexts<T> {
  const readers = sources.map(readerOf);
  const isConstant = sources.every((source) => typeof source === 'string');
  const hurryMs = Math.min(HURRY_SECONDS, reloadSeconds) * 1000;
  let current: { readonly texts: readonly string[]; readonly made: T } | undefined;
  let pending: Promise<T> | undefined;
  let askedMs: number | undefined;
  let isMissing = false;
  let failure: { readonly reason: string; readonly error: unknown } | undefined;

  const known = readers.flatMap((reader) => reader.known ?? []);
  if (known.length === sources.length) take(known);

  return {
    get(nowMs, logger) {
      if (isConstant && current) return current.made;
      // As of the first request: there is no clock before.
      if (current) askedMs ??= nowMs;
      const waitedMs = Math.abs(nowMs - (askedMs ?? Number.NEGATIVE_INFINITY));
      if (!current) {
        if (pending && isLasting) return pending;
        if (failure && waitedMs < RETRY_MS) throw unavailable(failure.reason, failure.error);
        return load(nowMs, logger);
      }
      if ((pending && isLasting) || waitedMs < (isMissing ? hurryMs : reloadSeconds * 1000)) return current.made;
      const loaded = load(nowMs, logger);
      // What is not done when the request is over would never be: so one of them waits.
      return isLasting ? current.made : loaded;
    },
    hurry() {
      isMissing = true;
    },
    renew(nowMs, logger) {
      if (isConstant) return undefined;
      const before = isLasting ? pending : undefined;
      if (!before && Math.abs(nowMs - (askedMs ?? Number.NEGATIVE_INFINITY)) < hurryMs) return undefined;
      return settled(() => before ?? load(nowMs, logger));
    },
  };

  function load(nowMs: number, logger: Logger): MaybePromise<T> {
    askedMs = nowMs;
    isMissing = false;
    try {
      const texts = readAll(readers, nowMs, logger);
      if (areThere(texts)) return take(texts);
      pending = inTime(Promise.all(texts))
        .then(take)
        .catch((error) => keep(error, logger))
        .finally(() => {
          pending = undefined;
        });
      return pending;
    } catch (error) {
      return keep(error, logger);
    }
  }

  function take(texts: readonly string[]): T {
    if (!texts.every((text) => typeof text === 'string')) throw new Error('The function gave no text.');
    if (!current?.texts.every((text, i) => text === texts[i])) current = { texts, made: make(texts) };
    failure = undefined;
    return current.made;
  }

  function keep(error: unknown, logger: Logger): T {
    const reported = failure?.reason;
    const reason = error instanceof Error ? error.message : String(error);
    failure = { reason, error };
    if (!current) throw unavailable(reason, error);
    if (reason !== reported) logger.warn(`[${plugin}] Keeping what was there before. ${reason}`);
    return current.made;
  }

  function readerOf(source: TextSource): Reader {
    if (typeof source === 'string') return { known: source, read: () => source };
    if (typeof source === 'function') return { known: undefined, read: () => source() };
    const watched = watchedFile({
      file: source.file,
      checkIntervalMs: 0,
      parse: (contents) => Buffer.from(contents).toString('utf8'),
      plugin,
      unreadable: (reason, cause) => new Error(`${source.file} cannot be read. ${reason}`, { cause }),
    });
    return {
      known: watched.current,
      read: (nowMs, logger) => chain(watched.refresh(nowMs, logger), () => watched.current),
    };
  }
}

function readAll(readers: readonly Reader[], nowMs: number, logger: Logger): readonly MaybePromise<string>[] {
  const texts: MaybePromise<string>[] = [];
  try {
    for (const reader of readers) texts.push(reader.read(nowMs, logger));
  } catch (error) {
    // Nobody waits for those before it any more: that one fails, too, must not end the process.
    for (const text of texts) if (isPromise(text)) text.then(undefined, () => {});
    throw error;
  }
  return texts;
}

function areThere(texts: readonly MaybePromise<string>[]): texts is readonly string[] {
  return !texts.some(isPromise);
}

async function settled(load: () => unknown): Promise<void> {
  try {
    await load();
  } catch {
    // Whoever gets nothing hears why.
  }
}

/** No request hangs because a function does. */
function inTime<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('Its source does not answer.')), PATIENCE_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Servers of secrets answer in less, those that are not ill. */
const PATIENCE_MS = 5000;
/** Sources that have failed are left alone for so long. */
const RETRY_MS = 1000;
/** For so long, what is missing is not looked for again. */
const HURRY_SECONDS = 5;
