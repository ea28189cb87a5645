import { Redis } from 'ioredis';
import { type RedisServer, startRedis } from '../../../../packages/plugin-metadata-cache-redis/test/redis-server.js';
import { startProxy, type Trouble } from './proxy.js';

/** A server that can be brought into trouble, and out of it. */
export interface Victim {
  readonly url: string;
  begin(): Promise<unknown>;
  end(): Promise<unknown>;
  stop(): Promise<unknown>;
}

export interface Kind {
  readonly what: string;
  /** Only writing fails; what was captured before is still there. */
  readonly isReadable?: boolean;
  /** It is in trouble before anybody has connected. */
  readonly fromTheStart?: boolean;
  /** It goes on answering, but not what was asked. */
  readonly lies?: boolean;
  start(): Promise<Victim>;
}

async function victim(
  begin: (server: RedisServer) => unknown,
  end: (server: RedisServer) => unknown,
  options: readonly string[] = [],
): Promise<Victim> {
  const server = await startRedis(options);
  return {
    url: server.url,
    begin: async () => begin(server),
    end: async () => end(server),
    stop: server.stop,
  };
}

/** Says something to a server itself. */
async function tell({ url }: RedisServer, ...command: readonly [string, ...string[]]): Promise<void> {
  const admin = new Redis(url);
  try {
    await admin.call(...command);
  } finally {
    admin.disconnect();
  }
}

async function behindProxy(trouble: Trouble): Promise<Victim> {
  const server = await startRedis();
  const proxy = await startProxy(server.port);
  return {
    url: proxy.url,
    async begin() {
      proxy.trouble = trouble;
    },
    async end() {
      proxy.trouble = undefined;
    },
    stop: () => Promise.all([proxy.close(), server.stop()]),
  };
}

const stopped = () =>
  victim(
    (server) => server.kill(),
    (server) => server.start(),
  );
const paused = () =>
  victim(
    (server) => server.signal('SIGSTOP'),
    (server) => server.signal('SIGCONT'),
  );

export const kinds: readonly Kind[] = [
  { what: 'stopped', start: stopped },
  { what: 'not there at the start', fromTheStart: true, start: stopped },
  { what: 'paused (SIGSTOP)', start: paused },
  { what: 'paused at the start', fromTheStart: true, start: paused },
  {
    what: 'full (maxmemory, noeviction)',
    isReadable: true,
    start: () =>
      victim(
        (server) => tell(server, 'CONFIG', 'SET', 'maxmemory', '1'),
        (server) => tell(server, 'CONFIG', 'SET', 'maxmemory', '0'),
        ['--maxmemory-policy', 'noeviction'],
      ),
  },
  {
    what: 'a replica that takes no writes',
    isReadable: true,
    start: () =>
      victim(
        // Of nobody: it keeps what it has.
        (server) => tell(server, 'REPLICAOF', '127.0.0.1', '1'),
        (server) => tell(server, 'REPLICAOF', 'NO', 'ONE'),
      ),
  },
  {
    what: 'a server that refuses every command',
    start: () =>
      victim(
        (server) => tell(server, 'ACL', 'SETUSER', 'default', '-get', '-mget', '-set', '-unlink'),
        (server) => tell(server, 'ACL', 'SETUSER', 'default', '+get', '+mget', '+set', '+unlink'),
      ),
  },
  { what: 'slow', start: () => behindProxy({ kind: 'slow', ms: 600 }) },
  { what: 'behind a port that ends connections', fromTheStart: true, start: () => behindProxy({ kind: 'refusing' }) },
  {
    what: 'another kind of server (HTTP)',
    start: () => behindProxy({ kind: 'rubbish', text: 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n' }),
  },
  {
    what: 'another kind of server (HTTP) from the start',
    fromTheStart: true,
    start: () => behindProxy({ kind: 'rubbish', text: 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n' }),
  },
  {
    what: 'one that gives the values of others',
    lies: true,
    start: () => behindProxy({ kind: 'rubbish', text: valueOfAnother('eve') }),
  },
  {
    what: 'one that answers nonsense in its protocol',
    lies: true,
    start: () => behindProxy({ kind: 'rubbish', text: '*3\r\n:1\r\n$-1\r\n+OK\r\n' }),
  },
];

function valueOfAnother(userid: string): string {
  const text = JSON.stringify([userid, { mail: [`${userid}@example.org`] }]);
  return `$${text.length}\r\n${text}\r\n`;
}
