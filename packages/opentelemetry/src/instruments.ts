import { type Counter, type Gauge, type Histogram, type Meter, type MeterProvider, metrics } from '@opentelemetry/api';
import { METRICS, SCOPE } from './names.js';

/** What is counted and measured. */
export interface Instruments {
  readonly stageDuration: Histogram;
  readonly signIns: Counter;
  readonly signOuts: Counter;
  readonly refusals: Counter;
  readonly revocations: Counter;
  readonly failures: Counter;
  readonly challenges: Counter;
  readonly cacheLookups: Counter;
  readonly breakerRejections: Counter;
  readonly breakerOpen: Gauge;
}

/**
 * The instruments of a provider. Of the global one they are made anew when another one has been set: instruments that are
 * made before the SDK starts do nothing for ever.
 */
export function instruments(given: MeterProvider | undefined): () => Instruments {
  let provider: MeterProvider | undefined;
  let made: Instruments | undefined;
  return () => {
    const current = given ?? metrics.getMeterProvider();
    if (current !== provider || !made) {
      provider = current;
      made = madeBy(current.getMeter(SCOPE));
    }
    return made;
  };
}

function madeBy(meter: Meter): Instruments {
  const counter = (name: string, unit: string, description: string): Counter =>
    meter.createCounter(name, { unit, description });
  return {
    stageDuration: meter.createHistogram(METRICS.stageDuration, {
      unit: 's',
      description: 'Time that calls of plugins take',
      advice: { explicitBucketBoundaries: [...BOUNDARIES] },
    }),
    signIns: counter(METRICS.signIns, '{sign_in}', 'Sign-ins that a browser is to remember'),
    signOuts: counter(METRICS.signOuts, '{sign_out}', 'Sign-outs'),
    refusals: counter(METRICS.refusals, '{refusal}', 'Credentials that nobody accepted'),
    revocations: counter(METRICS.revocations, '{revocation}', 'Sign-ins that somebody else has ended'),
    failures: counter(METRICS.failures, '{failure}', 'Calls of plugins, and requests, that failed'),
    challenges: counter(METRICS.challenges, '{challenge}', 'Challenges'),
    cacheLookups: counter(METRICS.cacheLookups, '{lookup}', 'Lookups in metadata caches'),
    breakerRejections: counter(METRICS.breakerRejections, '{call}', 'Calls that an open circuit breaker kept back'),
    breakerOpen: meter.createGauge(METRICS.breakerOpen, {
      unit: '1',
      description: 'Whether the circuit breaker of a plugin was open when it was last asked: 1 or 0',
    }),
  };
}

/** In seconds: plugins that answer at once take microseconds, and a backend may take until a time limit. */
const BOUNDARIES = [0.00001, 0.0001, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
