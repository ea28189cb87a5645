import { context, DiagLogLevel, diag, metrics, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { createWho, type Identifier } from '@who/core';
import { fakeRequest } from '@who/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { type OpenTelemetry, openTelemetry } from '../src/index.js';
import { PASSWORD, site } from './support.js';

let telemetry: OpenTelemetry | undefined;
afterEach(() => {
  telemetry?.close();
  for (const api of [context, trace, metrics, diag]) api.disable();
});

const no = (): never => {
  throw new Error('The SDK is broken.');
};

/** Everything of an object fails that is called. */
const broken = <T extends object>(parts: Readonly<Record<string, unknown>> = {}): T =>
  new Proxy({}, { get: (_target, name) => parts[name as string] ?? no }) as T;

/** An application works, whatever becomes of its telemetry; and says what it would without. */
async function works(): Promise<void> {
  await using app = await site();
  const browser = app.browser();
  expect((await browser.get('/private')).status).toBe(302);
  expect((await browser.post('/login', { login: 'alice', password: 'wrong' })).status).toBe(401);
  expect((await browser.post('/login', { login: 'alice', password: PASSWORD })).status).toBe(303);
  expect((await browser.get('/private')).body).toBe('alice');
  expect((await browser.post('/logout', {})).status).toBe(303);
  expect((await browser.get('/private')).status).toBe(302);
}

describe('an application works', () => {
  it('without an SDK', async () => {
    telemetry = openTelemetry();
    await works();
  });

  it('where no span can be started', async () => {
    telemetry = openTelemetry({ tracerProvider: { getTracer: () => broken() } });
    await works();
  });

  it('where spans cannot be told anything, or ended', async () => {
    const startSpan = () => broken({ spanContext: undefined });
    telemetry = openTelemetry({ tracerProvider: { getTracer: () => broken({ startSpan }) }, userid: true });
    await works();
  });

  it('where nothing can be measured', async () => {
    telemetry = openTelemetry({ meterProvider: { getMeter: no } });
    await works();
    telemetry.close();
    telemetry = openTelemetry({ meterProvider: { getMeter: () => broken({ createCounter: () => broken() }) } });
    await works();
  });

  it.each<[string, (call: () => unknown) => unknown]>([
    ['fails at once', no],
    [
      'fails after the call',
      (call) => {
        call();
        return no();
      },
    ],
    ['calls nothing', () => undefined],
    [
      'calls twice',
      (call) => {
        call();
        return call();
      },
    ],
  ])('where the context manager %s', async (_what, wrap) => {
    context.setGlobalContextManager({
      active: () => ROOT_CONTEXT,
      with: (_context, call, self, ...parts) => wrap(() => call.apply(self as never, parts)) as never,
      bind: (_context, target) => target,
      enable: () => broken(),
      disable: () => broken(),
    });
    telemetry = openTelemetry();
    const identified: string[] = [];
    const who = createWho({
      publicUrl: 'https://app.example.org',
      plugins: {
        once: {
          identify: ({ path }) => void identified.push(path),
          remember: () => undefined,
          forget: () => undefined,
        } satisfies Identifier,
        down: { challenge: no },
      },
      identifiers: ['once'],
      challengers: ['down'],
    });
    const api = who.api(fakeRequest({ url: '/a' }));
    expect(await api.authenticate()).toBeUndefined();
    expect(identified).toEqual(['/a']);
    expect(() => api.challenge()).toThrow(/The plugin failed/);
  });

  it('and what fails is told to the log of OpenTelemetry, once in a row', async () => {
    const told: string[] = [];
    const log = { error: (text: string) => told.push(text), warn() {}, info() {}, debug() {}, verbose() {} };
    diag.setLogger(log as never, { logLevel: DiagLogLevel.ERROR });
    telemetry = openTelemetry({ tracerProvider: { getTracer: () => broken() } });
    await works();
    expect(told).toEqual(['@who/opentelemetry: what takes spans and metrics has failed.']);
  });
});

it.each<[string, object, RegExp]>([
  ['a tracer in the place of a provider', { tracerProvider: trace.getTracer('x') }, /"tracerProvider" must be/],
  ['a meter in the place of a provider', { meterProvider: metrics.getMeter('x') }, /"meterProvider" must be/],
  ['a userid', { userid: 'alice' }, /"userid" must be true or false/],
  ['a name that it does not know', { userId: true }, /Did you mean "userid"\?/],
])('is refused with %s', (_what, options, problem) => {
  expect(() => openTelemetry(options as never)).toThrow(problem);
});
