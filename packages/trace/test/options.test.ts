import { describe, expect, it } from 'vitest';
import { createTrace, type Trace, traceFetch, traceMiddleware } from '../src/index.js';
import { withTrace } from './support.js';

describe('createTrace', () => {
  it.each<[string, unknown, RegExp]>([
    ['maxJourneys', 0, /from 1 to 1000000/],
    ['maxJourneys', 1.5, /whole number/],
    ['maxJourneys', 1e9, /whole number/],
    ['maxSteps', '5', /whole number/],
    ['leaveOut', '/healthz', /must be a function/],
    ['now', 5, /must be a function/],
    ['maxJourneis', 5, /Did you mean "maxJourneys"/],
    ['showValues', true, /not known/],
  ])('refuses %s: %o', (name, value, message) => {
    expect(() => createTrace({ [name]: value })).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION', message: expect.stringMatching(message) }),
    );
  });
});

describe.each([
  ['traceMiddleware', traceMiddleware],
  ['traceFetch', traceFetch],
] as const)('%s', (_name, make) => {
  const made = make as (trace: Trace, options?: object) => unknown;

  it.each<[string, unknown, RegExp]>([
    ['path', 'who', /must be a path/],
    ['path', '/who/', /without a slash/],
    ['path', '/', /must be a path/],
    ['path', '/w"ho', /must be a path/],
    ['path', '//evil.example', /must be a path/],
    ['allow', true, /must be a function/],
    ['alow', () => true, /Did you mean "allow"/],
  ])('refuses %s: %o', async (name, value, message) => {
    await withTrace({}, (trace) => {
      expect(() => made(trace, { [name]: value })).toThrow(
        expect.objectContaining({ code: 'BAD_OPTION', message: expect.stringMatching(message) }),
      );
    });
  });

  it('refuses what is no trace', () => {
    expect(() => made({} as Trace)).toThrow(/createTrace/);
  });
});
