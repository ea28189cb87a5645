import { json } from 'node:stream/consumers';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { serve } from '@who/testkit';
import { expect, it } from 'vitest';
import { openTelemetry } from '../src/index.js';
import { PASSWORD, site, startSdk } from './support.js';

interface OtlpSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
}

interface OtlpRequest {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly scope: { readonly name: string }; readonly spans: readonly OtlpSpan[] }[];
  }[];
}

it('reaches a receiver of OTLP over HTTP, whole, and with its parents', async () => {
  const received: { readonly scope: string; readonly span: OtlpSpan }[] = [];
  const asked: string[] = [];
  await using receiver = await serve(async (req, res) => {
    asked.push(`${req.method} ${req.url} ${req.headers['content-type']}`);
    const { resourceSpans } = (await json(req)) as OtlpRequest;
    for (const { scopeSpans } of resourceSpans) {
      for (const { scope, spans } of scopeSpans) received.push(...spans.map((span) => ({ scope: scope.name, span })));
    }
    res.setHeader('Content-Type', 'application/json');
    res.end('{}');
  });
  const sdk = startSdk(new OTLPTraceExporter({ url: `${receiver.url}/v1/traces` }));
  const telemetry = openTelemetry();
  try {
    await using app = await site();
    await app.browser().post('/login', { login: 'alice', password: PASSWORD });
    const named = (name: string) => received.find(({ span }) => span.name === name);
    await expect.poll(() => named('POST'), { timeout: 10_000 }).toBeDefined();
    await expect.poll(() => named('who.authenticate users'), { timeout: 10_000 }).toBeDefined();
    await expect.poll(() => named('who.reply identifier'), { timeout: 10_000 }).toBeDefined();

    expect(new Set(asked)).toEqual(new Set(['POST /v1/traces application/json']));
    const users = named('who.authenticate users');
    expect(users?.scope).toBe('@who/opentelemetry');
    expect(users?.span.attributes).toContainEqual({ key: 'who.plugin', value: { stringValue: 'users' } });
    expect(users?.span.traceId).toBe(named('POST')?.span.traceId);
    const login = received.filter(({ span }) => span.parentSpanId === named('who.reply identifier')?.span.spanId);
    expect(login.map(({ span }) => span.name)).toContain('who.authenticate users');
  } finally {
    telemetry.close();
    await sdk.stop();
  }
});
