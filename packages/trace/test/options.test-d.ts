import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Middleware } from '@who/connect';
import { describe, expectTypeOf, it } from 'vitest';
import {
  createTrace,
  type Journey,
  type JourneyJson,
  journeyText,
  type Step,
  type Trace,
  traceFetch,
  traceMiddleware,
  type Verdict,
  verdictOf,
} from '../src/index.js';

describe('the types', () => {
  const trace = createTrace();

  it('of options', () => {
    createTrace({ maxJourneys: 10, leaveOut: (path) => path.startsWith('/') });
    // @ts-expect-error: no values are kept, so none can be shown
    createTrace({ showValues: true });
    traceMiddleware(trace, { allow: async (req) => req.socket.remoteAddress === '::1' });
    // @ts-expect-error: a function says who
    traceMiddleware(trace, { allow: 'localhost' });
    traceFetch(trace, { allow: (request, peer) => request.url === '' || peer?.address === '::1' });
  });

  it('of what is made', () => {
    expectTypeOf(trace).toEqualTypeOf<Trace>();
    expectTypeOf(trace.journeys()).toEqualTypeOf<Journey[]>();
    expectTypeOf(trace.journey(1)).toEqualTypeOf<Journey | undefined>();
    expectTypeOf<Journey['steps']>().toEqualTypeOf<readonly Step[]>();
    expectTypeOf(verdictOf).returns.toEqualTypeOf<Verdict>();
    expectTypeOf(journeyText).returns.toBeString();
    expectTypeOf<JourneyJson['status']>().toEqualTypeOf<number | null>();
    expectTypeOf(traceMiddleware(trace)).toExtend<
      (req: IncomingMessage, res: ServerResponse, next: () => void) => void
    >();
    expectTypeOf(traceMiddleware(trace)).toExtend<Middleware>();
  });
});
