import type { IncomingMessage, ServerResponse } from 'node:http';
import { context, diag, metrics, SpanKind, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';
import { checkTargets, whoMiddleware } from '@who/connect';
import {
  type AnyWhoOptions,
  type Authenticator,
  createWho,
  type MetadataProvider,
  PasswordCredentials,
  type Plugins,
  reasonsOf,
  signInRefusal,
  type WhoOptions,
} from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { form } from '@who/plugin-form';
import { serve, type TestBrowser, type TestServer, testBrowser } from '@who/testkit';
import connect from 'connect';

export const SECRET = 'an example secret of 32 bytes or more';
export const PASSWORD = 'correct horse battery staple';

/** The SDK as applications set it up, with exporters that keep what they get. */
export interface Sdk {
  readonly spans: () => readonly ReadableSpan[];
  /** `name{attributes} value`, as far as something was measured; of histograms the count. */
  readonly measured: () => Promise<readonly string[]>;
  stop(): Promise<void>;
}

export function startSdk(exporter: SpanExporter = new InMemorySpanExporter()): Sdk {
  const manager = new AsyncLocalStorageContextManager().enable();
  context.setGlobalContextManager(manager);
  const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  trace.setGlobalTracerProvider(tracerProvider);
  const kept = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: kept, exportIntervalMillis: 2 ** 30 });
  const meterProvider = new MeterProvider({ readers: [reader] });
  metrics.setGlobalMeterProvider(meterProvider);
  return {
    spans: () => (exporter instanceof InMemorySpanExporter ? exporter.getFinishedSpans() : []),
    async measured() {
      await reader.forceFlush();
      const last =
        kept
          .getMetrics()
          .at(-1)
          ?.scopeMetrics.flatMap((scope) => scope.metrics) ?? [];
      return last.flatMap(({ descriptor, dataPoints }) =>
        dataPoints.map(({ attributes, value }) => {
          const said = Object.entries(attributes).map(([name, text]) => `${name}=${text}`);
          const number = typeof value === 'number' ? value : value.count;
          return `${descriptor.name}{${said.sort().join(',')}} ${number}`;
        }),
      );
    },
    async stop() {
      await Promise.all([tracerProvider.shutdown(), meterProvider.shutdown()]);
      for (const api of [context, trace, metrics, diag]) api.disable();
    },
  };
}

const reasons = reasonsOf({
  CACHE_HIT: { text: 'It is there.' },
  CACHE_MISS: { text: 'It is not there.' },
  BREAKER_OPEN: { text: 'Left alone for {seconds} s.' },
  USERS_WRONG_PASSWORD: { text: 'The password is wrong.' },
});

/** Everybody has the same password. It is asked of a backend, as whose client a span is made after a while. */
export const users: Authenticator = {
  async authenticate(exchange, credentials) {
    if (!(credentials instanceof PasswordCredentials)) return undefined;
    await new Promise(setImmediate);
    const span = trace.getTracer('backend').startSpan('SELECT', { kind: SpanKind.CLIENT });
    await new Promise(setImmediate);
    span.end();
    if (credentials.login === 'locked') throw signInRefusal('users', 'ACCOUNT_LOCKED');
    if (credentials.password === PASSWORD) return { userid: credentials.login };
    return exchange.explain?.(reasons.USERS_WRONG_PASSWORD) as undefined;
  },
};

/** A cache that has what was asked for before, until its store is away. */
export function cache(): MetadataProvider<object> & { isAway: boolean } {
  const known = new Set<string>();
  return {
    isAway: false,
    async addMetadata(exchange, { userid }) {
      await null;
      if (this.isAway) {
        exchange.explain?.(reasons.BREAKER_OPEN, { seconds: 5 });
        return undefined;
      }
      exchange.explain?.(known.has(userid) ? reasons.CACHE_HIT : reasons.CACHE_MISS);
      known.add(userid);
      return { mail: `${userid}@example.org` };
    },
  };
}

export interface Site extends TestServer {
  browser(): TestBrowser;
}

export interface SiteOptions {
  readonly plugins?: Plugins | undefined;
  readonly orders?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly answer?: ((req: IncomingMessage, res: ServerResponse) => void) | undefined;
}

/** An application under `node:http`, in a span as the instrumentation of `node:http` makes one for each request. */
export async function site({ plugins, orders, answer }: SiteOptions = {}): Promise<Site> {
  const app = connect();
  const listener = checkTargets(app);
  const server = await serve((req, res) => {
    const span = trace.getTracer('http').startSpan(`${req.method}`, {
      kind: SpanKind.SERVER,
      attributes: { 'url.path': `${req.url}` },
    });
    res.once('close', () => span.end());
    context.with(trace.setSpan(context.active(), span), () => listener(req, res));
  });
  const who = createWho({
    publicUrl: server.url,
    logger: { debug() {}, warn() {}, error() {} },
    plugins: {
      ticket: authTkt({ secrets: [SECRET] }),
      form: form({ rememberer: 'ticket', logoutHandlerPath: '/logout' }),
      users,
      attributes: cache(),
      ...plugins,
    },
    identifiers: ['form', 'ticket'],
    authenticators: ['ticket', 'users'],
    challengers: ['form'],
    metadataProviders: ['attributes'],
    ...orders,
  } as AnyWhoOptions as WhoOptions<Plugins, []>);
  app.use(whoMiddleware(who));
  app.use((req, res) => {
    if (answer) return answer(req, res);
    if (req.url === '/private' && !req.who.identity) res.statusCode = 401;
    res.end(req.who.identity?.userid ?? 'nobody');
  });
  app.use((error: { status?: number }, _req: unknown, res: ServerResponse, _next: unknown) => {
    res.writeHead(error.status ?? 500).end();
  });
  return { ...server, browser: () => testBrowser({ baseUrl: server.url, follow: false }) };
}

/** Spans by the trace that they belong to. */
export function tracesOf(spans: readonly ReadableSpan[]): ReadableSpan[][] {
  const traces = new Map<string, ReadableSpan[]>();
  for (const span of spans) {
    const { traceId } = span.spanContext();
    traces.set(traceId, [...(traces.get(traceId) ?? []), span]);
  }
  return [...traces.values()];
}

/** Each trace as the ways to its spans, sorted: `GET > who.classify requestClassifier`. */
export function treesOf(spans: readonly ReadableSpan[]): string[][] {
  const byId = new Map(spans.map((span) => [span.spanContext().spanId, span]));
  const pathOf = (span: ReadableSpan): string => {
    const id = span.parentSpanContext?.spanId;
    if (id === undefined) return span.name;
    const parent = byId.get(id);
    return `${parent ? pathOf(parent) : 'lost'} > ${span.name}`;
  };
  return tracesOf(spans).map((one) => one.map(pathOf).sort());
}
