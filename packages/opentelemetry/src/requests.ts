import { type Context, context, trace } from '@opentelemetry/api';

/** Which span each request belongs to. */
export interface Requests {
  /** The context that a call of a plugin is made in. */
  parentOf(request: number): Context;
  /** The server's own context; `undefined` of a request that nothing is known of. */
  end(request: number): Context | undefined;
  clear(): void;
}

/**
 * Keeps the context that each request came in. Where the application answers from somewhere else, the pool of a database for
 * instance, another request's may be active by then: what is not of the same trace is not believed.
 */
export function requests(): Requests {
  const contexts = new Map<number, Context>();
  return {
    parentOf(request) {
      const active = context.active();
      const own = contexts.get(request);
      if (!own) {
        contexts.set(request, active);
        if (contexts.size > MAX_REQUESTS) contexts.delete(contexts.keys().next().value as number);
        return active;
      }
      return traceOf(active) === traceOf(own) ? active : own;
    },
    end(request) {
      const own = contexts.get(request);
      contexts.delete(request);
      return own;
    },
    clear: () => contexts.clear(),
  };
}

function traceOf(one: Context): string | undefined {
  return trace.getSpanContext(one)?.traceId;
}

/** Of those that nobody brings to an end, because no adapter answers them. */
const MAX_REQUESTS = 10_000;
