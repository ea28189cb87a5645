// What users of the package see. Written by "npx -y pnpm@12 api".

import type { MeterProvider } from '@opentelemetry/api';
import type { TracerProvider } from '@opentelemetry/api';

interface OpenTelemetry {
  close(): void;
}

interface OpenTelemetryOptions {
  readonly tracerProvider?: TracerProvider | undefined;
  readonly meterProvider?: MeterProvider | undefined;
  readonly userid?: boolean | undefined;
}

declare function openTelemetry(options?: OpenTelemetryOptions): OpenTelemetry;

// @who/opentelemetry
export {
  OpenTelemetry,
  OpenTelemetryOptions,
  openTelemetry,
};
