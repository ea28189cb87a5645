import { inspect } from 'node:util';
import {
  Credentials,
  type Exchange,
  type Facts,
  type HeaderList,
  isPromise,
  type Reason,
  type Reply,
  WhoError,
} from '@who/core';
import type { TestRunner } from './runner.js';
import type { Scene } from './subject.js';

// The promises of the contract in `@who/core` that hold for every role. Each is used by several suites.

/** Requests at once in the checks for concurrency. */
export const CROWD = 100;

/** A sentence in ASCII, of which nothing can be made but text. */
const SHORT_LINE = /^[\x20-\x7e]{0,200}$/;

/** Header values that stay in their line (RFC 9110, section 5.5). */
export const ONE_LINE: RegExp = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Credentials of a kind that no plugin knows, with the fields of those that many do. */
export class ForeignCredentials extends Credentials {
  readonly login = 'alice';
  readonly password = 'alice';
  readonly userid = 'alice';
  readonly ticket = 'alice';
  readonly token = 'alice';
}

/** Everything that printing a value can show. */
export function printed(value: unknown): string {
  const json = JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? String(item) : item));
  const own = value instanceof Error ? `${value.message} ${value.stack} ${printed(value.cause ?? '')}` : '';
  return `${inspect(value, { depth: 9, showHidden: true })} ${json} ${textOf(value)} ${own}`;
}

/** What a template string or a concatenation makes of a value. Some objects refuse to become text. */
function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return '';
  }
}

/** No secret shows in any of the values, however they are printed. */
export function expectHidden({ expect }: TestRunner, secrets: readonly string[], values: readonly unknown[]): void {
  const text = values.map(printed).join('\n');
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
}

/** Reasons tell people who look on nothing that belongs to a request, whatever it holds, and fit into a line. */
export function expectHarmless(
  { expect }: TestRunner,
  secrets: readonly string[],
  reasons: readonly (Reason | Facts | undefined)[],
): void {
  for (const text of new Set(reasons.flatMap((reason) => Object.values(reason ?? {})).map(String))) {
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    expect(text).toMatch(SHORT_LINE);
  }
}

/** Headers stay in their lines: no CR, LF or NUL, and names that are tokens. */
export function expectOneLineEach({ expect }: TestRunner, headers: HeaderList | undefined): void {
  for (const [name, value] of headers ?? []) {
    expect(name).toMatch(/^[!#$%&'*+\-.^_`|~\w]+$/);
    expect(value).toMatch(ONE_LINE);
  }
}

/** A reply that can be sent. */
export function expectReply(runner: TestRunner, { status, headers, body = '' }: Reply): void {
  runner.expect(Number.isInteger(status) && status >= 200 && status <= 599).toBe(true);
  runner.expect(typeof body === 'string' || body instanceof Uint8Array).toBe(true);
  expectOneLineEach(runner, headers);
}

/** Whatever is done with the exchange in `use`, the request is as before. A frozen list makes writing fail at once. */
export async function expectUntouched(
  { expect }: TestRunner,
  exchange: Exchange,
  use: (exchange: Exchange) => unknown,
): Promise<void> {
  const picture = () => [exchange.method, exchange.target, ...exchange.headerLines];
  const before = picture();
  Object.freeze(exchange.headerLines);
  await use(exchange);
  expect(picture()).toEqual(before);
}

/** A value and all that hangs on it, frozen: a plugin that writes to it fails. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

/** An answer that was promised to come at once. */
export function atOnce<T>({ expect }: TestRunner, answer: T | PromiseLike<T>): T {
  expect(isPromise(answer)).toBe(false);
  return answer as T;
}

/** An answer, which comes at once unless the method may answer by a promise. */
export async function answered<T>(runner: TestRunner, mayWait: boolean, answer: T | PromiseLike<T>): Promise<T> {
  return mayWait ? answer : atOnce(runner, answer);
}

/** What a call failed with; `undefined` when it did not. */
export async function failureOf(call: () => unknown): Promise<unknown> {
  try {
    await call();
    return undefined;
  } catch (error) {
    return error ?? new Error('failed with nothing');
  }
}

/** A backend that is down ends the request with an error that says so, in words without secrets. */
export async function expectCodedFailure(
  runner: TestRunner,
  secrets: readonly string[],
  { log }: Scene<object>,
  call: () => unknown,
): Promise<void> {
  const error = await failureOf(call);
  runner.expect(error instanceof WhoError).toBe(true);
  const { code, plugin, status } = error as WhoError;
  runner.expect(code).toMatch(/^[A-Z][A-Z0-9_]+$/);
  runner.expect(plugin === '').toBe(false);
  runner.expect(status >= 500 && status <= 599).toBe(true);
  expectHidden(runner, secrets, [error, ...log]);
}

/** Runs a body for every member of a crowd at once, each with turns of its own in between. */
export function crowd<T>(body: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(
    Array.from({ length: CROWD }, async (_, index) => {
      for (let turn = 0; turn < index % 7; turn++) await null;
      return body(index);
    }),
  );
}

/** The methods of a role, by name. */
export function expectMethods({ expect }: TestRunner, plugin: object, methods: readonly string[]): void {
  const missing = methods.filter((name) => typeof (plugin as Record<string, unknown>)[name] !== 'function');
  expect(missing).toEqual([]);
}

/** Names that a request classifier may give; the last is one that nobody has heard of. */
export const CLASSIFICATIONS = ['', 'browser', 'api', 'dav', 'xmlpost', 'never-heard-of'] as const;
