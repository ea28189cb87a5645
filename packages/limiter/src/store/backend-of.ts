import { ledger } from '../counting/ledger.js';
import { memoryCounters } from '../counting/memory-counters.js';
import { failure } from '../errors.js';
import type { Events } from '../events.js';
import type { LimiterSettings } from '../options.js';
import { type Backend, localBackend, storeBackend } from './backend.js';
import { OPEN_LEDGER } from './open-ledger.js';
import { clientStore, type RedisStore, urlStore } from './redis.js';
import { storeCounters } from './store-counters.js';

/** A store that comes and goes is reported once a minute at most. */
const QUIET_MS = 60_000;

/** The counts, where the options want them. */
export function backendOf(settings: LimiterSettings, events: Events, warn: (text: string) => void): Backend {
  const { limits, familiarSeconds, maxKeys, now, whenDown, timeoutMs } = settings;
  const local = ledger(limits, familiarSeconds, () => memoryCounters(maxKeys, now), now);
  const place = placeOf(settings);
  if (!place) return localBackend(local);

  const standIns = {
    'count-here': () => local,
    'let-in': () => OPEN_LEDGER,
    refuse() {
      throw failure('LIMITER_UNAVAILABLE', 'Failures cannot be counted now.', {
        status: 503,
        headers: [['Retry-After', '1']],
      });
    },
  };
  let warnedMs = Number.NEGATIVE_INFINITY;
  const store = ledger(limits, familiarSeconds, storeCounters(place.store, timeoutMs), now);
  return storeBackend({
    store,
    local,
    standIn: standIns[whenDown],
    now,
    changed(error) {
      if (!events.isQuiet) events.publish({ event: error === undefined ? 'up' : 'down', error });
      if (error === undefined || now() - warnedMs < QUIET_MS) return;
      warnedMs = now();
      warn(`The store of the counts is away (${error}). Until it is back: ${MEANWHILE[whenDown]}.`);
    },
    close: place.close,
  });
}

const MEANWHILE = {
  'count-here': 'each process counts for itself',
  'let-in': 'nobody counts',
  refuse: 'nobody can sign in',
};

function placeOf({ place, namespace }: LimiterSettings): RedisStore | undefined {
  if (!place) return undefined;
  if ('server' in place) return urlStore(place.server, namespace);
  if ('client' in place) return clientStore(place.client, namespace);
  return { store: Promise.resolve(place.store), close() {} };
}
