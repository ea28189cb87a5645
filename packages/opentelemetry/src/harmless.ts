import { diag } from '@opentelemetry/api';

/**
 * Does what an SDK may fail at, and hurts no request by it: what a subscriber throws ends the process. The first failure in
 * a row is told to OpenTelemetry's own log.
 */
export function harmless<Event>(listen: (event: Event) => void): (event: unknown) => void {
  let isFailing = false;
  return (event) => {
    try {
      listen(event as Event);
      isFailing = false;
    } catch (error) {
      if (!isFailing) tell(error);
      isFailing = true;
    }
  };
}

function tell(error: unknown): void {
  try {
    diag.error('@who/opentelemetry: what takes spans and metrics has failed.', error);
  } catch {
    // The log is somebody's, too.
  }
}
