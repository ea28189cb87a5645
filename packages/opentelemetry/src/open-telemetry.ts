import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type AuditEvent, auditEvents } from '@who/audit';
import { type CallEvent, type ResponseEvent, type StageEvent, stageNames } from '@who/core';
import { harmless } from './harmless.js';
import { measurements } from './measurements.js';
import { type OpenTelemetryOptions, resolveOptions } from './options.js';
import { spans } from './spans.js';

/** Spans and metrics, until they are closed. */
export interface OpenTelemetry {
  /** Ends them. The SDK goes on: it is whose it was. */
  close(): void;
}

/**
 * Makes a span of each call of a plugin, under the span that is active when the request comes, and counts sign-ins,
 * refusals, failures, challenges and cache hits; of all engines in this process. Without an SDK it does nothing.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const telemetry = openTelemetry();
 * process.once('SIGTERM', () => telemetry.close());
 */
export function openTelemetry(options: OpenTelemetryOptions = {}): OpenTelemetry {
  const settings = resolveOptions(options);
  const traced = spans(settings);
  const measured = measurements(settings);

  const ended = [harmless<StageEvent>(traced.end), harmless<StageEvent>(measured.end)];
  const responded = [harmless<ResponseEvent>(traced.respond), harmless<ResponseEvent>(measured.respond)];
  const listeners: (readonly [channel: string, listen: (event: unknown) => void])[] = [
    ['who:call', harmless<CallEvent>(traced.start)],
    ...stageNames.flatMap((stage) => ended.map((listen) => [`who:${stage}`, listen] as const)),
    ...responded.map((listen) => ['who:response', listen] as const),
  ];
  for (const [channel, listen] of listeners) subscribe(channel, listen);
  const stop = auditEvents(harmless<AuditEvent>(measured.audit));
  return {
    close() {
      for (const [channel, listen] of listeners) unsubscribe(channel, listen);
      stop();
      traced.clear();
    },
  };
}
