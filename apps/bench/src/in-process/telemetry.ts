import { context, metrics, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { AlwaysOffSampler, AlwaysOnSampler, BasicTracerProvider, type Sampler } from '@opentelemetry/sdk-trace-base';
import { auditLog } from '@who/audit';
import { openTelemetry } from '@who/opentelemetry';

/** What listens to requests, started before the first one. */
export const listeners: Readonly<Record<string, () => void>> = {
  none() {},
  audit: () => void auditLog({ to: { write() {} } }),
  'no-sdk': () => void openTelemetry(),
  unsampled() {
    startSdk(new AlwaysOffSampler());
    openTelemetry();
  },
  sampled() {
    startSdk(new AlwaysOnSampler());
    openTelemetry();
  },
};

/** The SDK, with spans that go nowhere: exporters work beside requests, each at its own price. */
function startSdk(sampler: Sampler): void {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const nowhere = { onStart() {}, onEnd() {}, forceFlush: async () => {}, shutdown: async () => {} };
  trace.setGlobalTracerProvider(new BasicTracerProvider({ sampler, spanProcessors: [nowhere] }));
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 2 ** 30 });
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
}
