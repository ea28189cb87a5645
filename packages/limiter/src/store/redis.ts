import { StoreFailure } from './failure.js';
import type { LimiterStore } from './store-counters.js';

/** What is needed of a client of `ioredis` 5 or 6: a `Redis`, also by Sentinel, or a `Cluster`. */
export interface RedisClient {
  readonly status: string;
  defineCommand(name: string, definition: { readonly numberOfKeys: number; readonly lua: string }): unknown;
  multi(): unknown;
  del(key: string): Promise<number>;
}

/** Where a single server is, and how to be sure that it is the right one. */
export interface Server {
  readonly url: string;
  readonly tls: RedisTls | undefined;
}

/** What to trust, and what to show, on a `rediss://` connection. */
export interface RedisTls {
  /** Certificates (PEM) of the authorities to trust instead of those that Node trusts. */
  readonly ca?: string | Buffer | readonly (string | Buffer)[] | undefined;
  /** The client's own certificate (PEM), where the server asks for one. */
  readonly cert?: string | Buffer | undefined;
  /** The key (PEM) of that certificate. */
  readonly key?: string | Buffer | undefined;
  /** The name that the server's certificate must have. @default the host of the URL */
  readonly servername?: string | undefined;
}

/** A limiter in Redis, and what ends the connection that was opened for it. */
export interface RedisStore {
  readonly store: Promise<LimiterStore>;
  close(): void;
}

/** By the application's own client, which this never opens, closes or listens to. */
export function clientStore(client: RedisClient, namespace: string): RedisStore {
  return { store: limiterOf(client, namespace), close() {} };
}

/** By a connection of its own, which is made at once, and again whenever it is lost. */
export function urlStore({ url, tls }: Server, namespace: string): RedisStore {
  let end: (() => void) | undefined;
  let isClosed = false;
  const open = async (): Promise<LimiterStore> => {
    const { Redis } = await import('ioredis');
    if (isClosed) throw new StoreFailure('CLOSED');
    const client = new Redis(url, {
      // A command that may have been counted must not be sent again.
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      retryStrategy: (attempt) => Math.min(attempt * 100, RECONNECT_MS),
      ...(tls && { tls: tlsOptions(tls) }),
    });
    end = () => client.disconnect();
    // Whoever asks gets the errors. Without a listener they would be printed.
    client.on('error', () => {});
    return limiterOf(client, namespace);
  };
  const store = open();
  // Whoever asks hears of it.
  store.catch(() => {});
  return {
    store,
    close() {
      isClosed = true;
      end?.();
    },
  };
}

async function limiterOf(client: RedisClient, keyPrefix: string): Promise<LimiterStore> {
  const { RateLimiterRedis } = await import('rate-limiter-flexible');
  // How many points there are, and for how long, is said with each call.
  return new RateLimiterRedis({ storeClient: guarded(client), keyPrefix, points: 1, duration: 1 });
}

/**
 * What the limiter sees of a client. Its script gets a name of its own: another limiter on the same client would
 * replace it, and this one that of another. Commands throw where there is no connection: a client that has lost it
 * would queue them without bound, and send them when nobody waits.
 */
function guarded(client: RedisClient): object {
  let wasReady = false;
  function ready(): RedisClient & Record<typeof COMMAND, (...args: readonly string[]) => Promise<unknown>> {
    if (client.status === 'ready') wasReady = true;
    else if (wasReady || !STARTING.has(client.status)) throw new StoreFailure('NOT_CONNECTED');
    return client as ReturnType<typeof ready>;
  }
  return {
    defineCommand(_name: string, definition: { readonly numberOfKeys: number; readonly lua: string }) {
      client.defineCommand(COMMAND, definition);
    },
    rlflxIncr: async (args: readonly string[]) => ready()[COMMAND](...args),
    multi: () => ready().multi(),
    del: async (key: string) => ready().del(key),
  };
}

const COMMAND = 'whoLimiterIncr';

/** States of a client that is connecting, and queues commands until it has. */
const STARTING: ReadonlySet<string> = new Set(['wait', 'connecting', 'connect']);

const RECONNECT_MS = 1000;

function tlsOptions({ ca, cert, key, servername }: RedisTls): Record<string, unknown> {
  return {
    ...(ca === undefined ? {} : { ca: typeof ca === 'string' || Buffer.isBuffer(ca) ? ca : [...ca] }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(servername === undefined ? {} : { servername }),
  };
}
