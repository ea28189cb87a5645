import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type Exchange, isPromise, type MaybePromise } from '@who/core';
import { keysError, PACKAGE } from '../errors.js';

/** Where keys come from: their text, a file with it, or a function that gives it, at once or later. */
export type KeySource = string | { readonly file: string } | (() => MaybePromise<string>);

/** What is made of the texts of some sources, and made anew when they have changed. */
export interface Loaded<T> {
  /**
   * At once, but for the first time where a function takes its time. What cannot be loaded anew leaves the old in
   * force, and a warning in the log.
   *
   * @throws {WhoError} PUBTKT_NO_KEYS where nothing could be loaded yet
   */
  get(exchange: Exchange): MaybePromise<T>;
  /** Something was missing in what is loaded, which may be old. */
  hurry(): void;
}

/**
 * Files are read at once, functions are asked when there is a request. Both are asked again beside the requests that
 * come when it is time to.
 *
 * @param make throws an `Error` that says what is wrong, without any of the texts
 * @throws {Error} what `make` throws, or that a file cannot be read
 */
export function loaded<T>(
  sources: readonly KeySource[],
  make: (texts: readonly string[]) => T,
  reloadSeconds: number,
): Loaded<T> {
  const isConstant = sources.every((source) => typeof source === 'string');
  let current: { readonly texts: readonly string[]; readonly made: T } | undefined;
  let pending: Promise<T> | undefined;
  let askedMs: number | undefined;
  let isMissing = false;
  let problem: string | undefined;

  function take(texts: readonly string[]): T {
    if (!texts.every((text) => typeof text === 'string')) throw new Error('The function gave no text.');
    if (!current?.texts.every((text, i) => text === texts[i])) current = { texts, made: make(texts) };
    problem = undefined;
    return current.made;
  }

  function keep(error: unknown, { logger }: Exchange): T {
    const last = problem;
    problem = error instanceof Error ? error.message : 'The function failed.';
    if (!current) throw keysError(problem);
    if (problem !== last) logger.warn(`[${PACKAGE}] Keeping the keys that are there. ${problem}`);
    return current.made;
  }

  function load(exchange: Exchange): MaybePromise<T> {
    askedMs = exchange.now();
    isMissing = false;
    try {
      const texts = sources.map(read);
      if (areThere(texts)) return take(texts);
      pending = inTime(Promise.all(texts))
        .then(take)
        .catch((error) => keep(error, exchange))
        .finally(() => {
          pending = undefined;
        });
      return pending;
    } catch (error) {
      return keep(error, exchange);
    }
  }

  if (!sources.some((source) => typeof source === 'function')) take(sources.map(readNow));

  return {
    get(exchange) {
      if (isConstant && current) return current.made;
      const nowMs = exchange.now();
      // As of the first request: there is no clock before.
      if (current) askedMs ??= nowMs;
      const waitedMs = Math.abs(nowMs - (askedMs ?? Number.NEGATIVE_INFINITY));
      if (!current) {
        if (pending) return pending;
        if (problem !== undefined && waitedMs < RETRY_MS) throw keysError(problem);
        return load(exchange);
      }
      if (!pending && waitedMs >= (isMissing ? Math.min(HURRY_SECONDS, reloadSeconds) : reloadSeconds) * 1000) {
        load(exchange);
      }
      return current.made;
    },
    hurry() {
      isMissing = true;
    },
  };
}

function read(source: KeySource): MaybePromise<string> {
  if (typeof source === 'string') return source;
  return typeof source === 'function' ? source() : readFile(source.file, 'utf8');
}

function readNow(source: KeySource): string {
  return typeof source === 'object' ? readFileSync(source.file, 'utf8') : String(source);
}

function areThere(texts: readonly MaybePromise<string>[]): texts is readonly string[] {
  return !texts.some(isPromise);
}

/** No request hangs because a function does. */
function inTime<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('Its source does not answer.')), PATIENCE_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Servers of keys answer in less, those that are not ill. */
const PATIENCE_MS = 5000;
/** Sources that have failed are left alone for so long. */
const RETRY_MS = 1000;
/** For so long, what is missing is not looked for again. */
const HURRY_SECONDS = 5;
