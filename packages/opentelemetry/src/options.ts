import type { MeterProvider, TracerProvider } from '@opentelemetry/api';
import { badOption, checkOptions, type OptionNames } from '@who/core';

/** Where spans and metrics go, and what spans say of people. */
export interface OpenTelemetryOptions {
  /** Makes the tracer. @default the global one, whenever it is set */
  readonly tracerProvider?: TracerProvider | undefined;
  /** Makes the meter. @default the global one, whenever it is set */
  readonly meterProvider?: MeterProvider | undefined;
  /**
   * Whether the server's span, and spans about remembering and forgetting, name the user (`enduser.id`). Whoever reads
   * traces then sees who asked for what. Metrics never do.
   *
   * @default false
   */
  readonly userid?: boolean | undefined;
}

export interface Settings {
  readonly tracerProvider: TracerProvider | undefined;
  readonly meterProvider: MeterProvider | undefined;
  readonly userid: boolean;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(options: OpenTelemetryOptions): Settings {
  checkOptions(PACKAGE, options, NAMES);
  const { tracerProvider, meterProvider, userid = false } = options;
  if (tracerProvider !== undefined && typeof tracerProvider?.getTracer !== 'function') {
    throw badOption(PACKAGE, 'tracerProvider', 'must be a TracerProvider of OpenTelemetry.');
  }
  if (meterProvider !== undefined && typeof meterProvider?.getMeter !== 'function') {
    throw badOption(PACKAGE, 'meterProvider', 'must be a MeterProvider of OpenTelemetry.');
  }
  if (typeof userid !== 'boolean') throw badOption(PACKAGE, 'userid', 'must be true or false.');
  return { tracerProvider, meterProvider, userid };
}

const PACKAGE = '@who/opentelemetry';

const NAMES: OptionNames<OpenTelemetryOptions> = { tracerProvider: true, meterProvider: true, userid: true };
