import { getEventListeners } from 'node:events';
import { createClient, defaultReconnectStrategy, type RedisClientType } from '@keyv/redis';

/** A server, and how to be sure that it is the right one. */
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

/** A client that connects, and connects again, until it is destroyed. */
export interface OpenClient {
  readonly client: RedisClientType;
  /** Until the first connection is made or has failed: the promise of it. */
  readonly settled: Promise<void> | undefined;
  /** Waits for what is under way, for a while. */
  drain(limitMs: number): Promise<void>;
  destroy(): void;
}

const CONNECT_MS = 5000;
/** From the connection to the end of the handshake. */
const HANDSHAKE_MS = 5000;

/**
 * Opens a client of node-redis. It queues no command while it is not connected.
 *
 * @param broken is called when the connection is there and of no use: what came over it was not Redis' protocol, after
 * which the client can no longer tell which answer belongs to which question, or the handshake did not end
 */
export function openClient({ url, tls }: Server, broken: (opened: OpenClient) => void): OpenClient {
  const abort = new AbortController();
  const connecting = {
    connectTimeout: CONNECT_MS,
    reconnectStrategy: defaultReconnectStrategy,
    // The only way to end an attempt to connect that is under way.
    signal: abort.signal,
  };
  const socket = url.startsWith('rediss:') ? { ...connecting, tls: true as const, ...tlsOptions(tls) } : connecting;
  const client = createClient({ url, disableOfflineQueue: true, socket }) as RedisClientType;

  let settle: () => void;
  let settled: Promise<void> | undefined = new Promise((resolve) => {
    settle = () => {
      settled = undefined;
      resolve();
    };
  });
  let handshake: NodeJS.Timeout | undefined;

  /** A socket that connects is the only one to need the signal. Node leaves its listener there for good, and so the socket. */
  function letGoOfSockets(): void {
    for (const listener of getEventListeners(abort.signal, 'abort')) {
      abort.signal.removeEventListener('abort', listener as () => void);
    }
  }

  const opened: OpenClient = {
    client,
    get settled() {
      return settled;
    },
    async drain(limitMs) {
      if (!client.isReady) return;
      // Answers come in the order of questions.
      const last = client.ping().then(nothing, nothing);
      await Promise.race([last, new Promise((resolve) => setTimeout(resolve, limitMs).unref())]);
    },
    destroy() {
      clearTimeout(handshake);
      settle();
      if (client.isOpen) client.destroy();
      abort.abort();
    },
  };

  client
    .on('connect', () => {
      letGoOfSockets();
      clearTimeout(handshake);
      handshake = setTimeout(() => broken(opened), HANDSHAKE_MS);
      handshake.unref();
    })
    .on('ready', () => {
      clearTimeout(handshake);
      settle();
    })
    .on('error', () => {
      letGoOfSockets();
      settle();
      // An error that ends the connection comes after it has ended.
      if (client.isReady) broken(opened);
    });
  client.connect().then(nothing, nothing);
  return opened;
}

function tlsOptions({ ca, cert, key, servername }: RedisTls = {}): {
  ca?: string | Buffer | (string | Buffer)[];
  cert?: string | Buffer;
  key?: string | Buffer;
  servername?: string;
} {
  return {
    ...(ca === undefined ? {} : { ca: typeof ca === 'string' || Buffer.isBuffer(ca) ? ca : [...ca] }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(servername === undefined ? {} : { servername }),
  };
}

function nothing(): void {}
