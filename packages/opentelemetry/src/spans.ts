import {
  type Attributes,
  type Context,
  context,
  type Span,
  SpanStatusCode,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import type { CallEvent, GivenReason, ResponseEvent, StageEvent } from '@who/core';
import { ATTRIBUTES, SCOPE } from './names.js';
import type { Settings } from './options.js';
import { requests } from './requests.js';

/** A span for each call of a plugin. */
export interface Spans {
  /** Makes the call inside a new span, so that what the plugin does belongs to it. */
  start(call: CallEvent): void;
  end(event: StageEvent): void;
  /** Names the user to the server's span, where that is wanted. */
  respond(event: ResponseEvent): void;
  clear(): void;
}

export function spans({ tracerProvider = trace as Pick<TracerProvider, 'getTracer'>, userid: named }: Settings): Spans {
  const tracer = tracerProvider.getTracer(SCOPE);
  const known = requests();
  /** By the list of reasons, which the event of the end has, too. Nothing is kept of calls that never end. */
  const open = new WeakMap<readonly GivenReason[], Span>();

  return {
    start(call) {
      const { request, stage, plugin, reasons, around } = call;
      const parent = known.parentOf(request);
      const attributes = {
        [ATTRIBUTES.stage]: stage,
        [ATTRIBUTES.plugin]: plugin,
        [ATTRIBUTES.request]: request,
      };
      const span = tracer.startSpan(`who.${stage} ${plugin}`, { attributes }, parent);
      // Without an SDK there is nothing that could belong to it.
      if (!trace.isSpanContextValid(span.spanContext())) return;
      open.set(reasons, span);
      const inside = trace.setSpan(parent, span);
      call.around = (work) => within(inside, () => around(work));
    },

    end({ outcome, classification, code, userid, reasons }) {
      const span = open.get(reasons);
      if (!span) return;
      open.delete(reasons);
      if (span.isRecording()) {
        span.setAttribute(ATTRIBUTES.outcome, outcome);
        if (classification !== '') span.setAttribute(ATTRIBUTES.classification, classification);
        if (named && userid !== undefined) span.setAttribute(ATTRIBUTES.userid, userid);
        for (const reason of reasons) span.addEvent('who.reason', attributesOf(reason));
        if (code !== undefined) span.setAttribute(ATTRIBUTES.errorType, code).setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end();
    },

    respond({ request, userid }) {
      const own = known.end(request);
      if (named && own && userid !== undefined) trace.getSpan(own)?.setAttribute(ATTRIBUTES.userid, userid);
    },

    clear: known.clear,
  };
}

/** Makes a call, once, in a context if that works, else without. Hands on what comes of it. */
function within<T>(inside: Context, call: () => T): T {
  let done: { readonly result: T } | { readonly thrown: unknown } | undefined;
  const once = (): void => {
    if (done) return;
    try {
      done = { result: call() };
    } catch (thrown) {
      done = { thrown };
    }
  };
  try {
    context.with(inside, once);
  } catch {
    // A context manager that fails is none.
  }
  once();
  const outcome = done as unknown as { readonly result: T } | { readonly thrown: unknown };
  if ('thrown' in outcome) throw outcome.thrown;
  return outcome.result;
}

function attributesOf({ code, facts = {} }: GivenReason): Attributes {
  const attributes: Attributes = { [ATTRIBUTES.code]: code };
  for (const [name, fact] of Object.entries(facts)) attributes[ATTRIBUTES.fact + name] = fact;
  return attributes;
}
