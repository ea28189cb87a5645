import { findValue, type Section } from './report/figure.js';
import { type Spread, standardErrorOf } from './statistics.js';

/** What the hot path has to be. */
export interface Target {
  readonly what: string;
  readonly figure: string;
  readonly unit: string;
  readonly bound: { readonly atLeast: number } | { readonly atMost: number };
}

export const targets: readonly Target[] = [
  ...(
    [
      ['ticket seen before', 'seen', 0.95],
      ['ticket new each time', 'new', 0.85],
      ['metadata in memory', 'metadata', 0.92],
      ['anonymous', 'anonymous', 0.98],
      ['header-sso, CAS, ticket, Basic', 'sso', 0.92],
    ] as const
  ).map(([what, name, atLeast]) => ({
    what: `throughput, ${what}`,
    figure: `over-http/who-${name}`,
    unit: '× Connect',
    bound: { atLeast },
  })),
  {
    what: 'throughput, against passport with express-session',
    figure: 'over-http/who-seen',
    unit: '× passport-express-session',
    bound: { atLeast: 4 },
  },
  {
    what: "throughput, against better-auth's session in a cookie",
    figure: 'over-http/who-seen',
    unit: '× better-auth',
    bound: { atLeast: 2 },
  },
  {
    what: 'throughput, against repoze.who behind waitress',
    figure: 'over-http/who-seen',
    unit: '× repoze',
    bound: { atLeast: 50 },
  },
  ...(
    [
      // Its middleware is slower whatever it does: see the README.
      ['Hono behind @who', 'hono-front', 0.9],
      ['Fastify', 'fastify-who', 0.93],
      ['Koa', 'koa-who', 0.93],
      ['Bun.serve', 'bun-who', 0.85],
    ] as const
  ).map(([what, name, atLeast]) => ({
    what: `throughput, ${what}`,
    figure: `frameworks/${name}`,
    unit: '× bare',
    bound: { atLeast },
  })),
  ...(
    [
      ['hono-sessions', 'hono'],
      ['@fastify/session', 'fastify'],
      ['koa-session', 'koa'],
    ] as const
  ).map(([rival, name]) => ({
    what: `throughput, against ${rival}`,
    figure: `frameworks/${name}-who`,
    unit: '× session',
    bound: { atLeast: 2 },
  })),
  ...['who.ini', 'who.json', 'who.yaml'].map((name) => ({
    what: `loading ${name}`,
    figure: `config/${name}`,
    unit: 'ms more',
    bound: { atMost: 20 },
  })),
  { what: 'a request that is traced', figure: 'trace/seen', unit: 'µs more', bound: { atMost: 5 } },
  ...(['seen', 'five-plugins'] as const).map((name) => ({
    what: `10,000 journeys, ${name}`,
    figure: `trace/${name}`,
    unit: 'MB for 10,000 journeys',
    bound: { atMost: 50 },
  })),
  {
    what: 'metadata from Redis by TCP, 1 at a time',
    figure: 'redis/tcp-replay-1',
    unit: '× GET',
    bound: { atLeast: 0.9 },
  },
  ...(
    [
      ['TCP', 20],
      ['TCP', 50],
      ['Unix', 20],
    ] as const
  ).map(([transport, readers]) => ({
    what: `metadata from Redis by ${transport}, ${readers} at a time`,
    figure: `redis/${transport.toLowerCase()}-replay-${readers}`,
    unit: '× GET',
    bound: { atLeast: 1 },
  })),
  ...(
    [
      ['ticket seen before', 'seen', 0.14],
      ['ticket new each time', 'new', 0.75],
      ['metadata in memory', 'metadata', 0.2],
      ['anonymous', 'anonymous', 0.03],
    ] as const
  ).map(([what, name, atMost]) => ({
    what: `in process, ${what}`,
    figure: `in-process/${name}`,
    unit: '× bare HMAC',
    bound: { atMost },
  })),
  {
    what: 'a usual ticket of who1, made and verified',
    figure: 'tickets/who1-usual',
    unit: '× auth_tkt',
    bound: { atMost: 0.6 },
  },
  // Half of the 1,556 of an engine that walks its stages one by one.
  { what: 'allocated, ticket seen before', figure: 'in-process/seen', unit: 'bytes', bound: { atMost: 778 } },
  {
    what: 'promises when all plugins are synchronous',
    figure: 'promises/sync',
    unit: 'promises',
    bound: { atMost: 0 },
  },
  {
    what: 'heap over ten million requests, seen',
    figure: 'memory/metadata',
    unit: 'bytes each',
    bound: { atMost: 0.1 },
  },
  { what: 'heap over ten million requests, new', figure: 'memory/new', unit: 'bytes each', bound: { atMost: 0.1 } },
  { what: 'heap over a million sign-ins', figure: 'memory/sign-ins', unit: 'bytes each', bound: { atMost: 1 } },
  ...['right', 'wrong'].map((password) => ({
    what: `plugin-form, ${password} password, besides its check`,
    figure: `login/form-${password}`,
    unit: 'CPU µs',
    bound: { atMost: 300 },
  })),
  {
    what: 'a sign-in by OpenLDAP',
    figure: 'login/ldap-who',
    unit: '× ldapts',
    bound: { atMost: 1.1 },
  },
  {
    what: 'a sign-in by OpenLDAP, processor time',
    figure: 'login/ldap-who',
    unit: 'CPU × ldapts',
    bound: { atMost: 1.1 },
  },
  {
    what: 'others, while 500 sign in by OpenLDAP',
    figure: 'login/ldap-crowd',
    unit: 'p99 ms of others',
    bound: { atMost: 50 },
  },
  {
    what: 'bcrypt of cost 10, against @node-rs/bcrypt',
    figure: 'passwords/bcrypt10-who',
    unit: '× direct',
    bound: { atLeast: 0.97 },
  },
  {
    what: 'others, while 200 log in at once by bcrypt',
    figure: 'passwords/storm',
    unit: 'p99 ms of others',
    bound: { atMost: 50 },
  },
  {
    what: 'a good login, what a limiter adds',
    figure: 'passwords/limited',
    unit: 'CPU µs more',
    bound: { atMost: 20 },
  },
  {
    what: 'a sign-in by PostgreSQL',
    figure: 'login/postgresql-who',
    unit: '× bare',
    bound: { atMost: 1.1 },
  },
  {
    what: 'others, while 500 sign in by PostgreSQL',
    figure: 'login/sql-crowd',
    unit: 'p99 ms of others',
    bound: { atMost: 50 },
  },
  { what: 'each idle identifier', figure: 'plugins/identifiers', unit: 'µs each', bound: { atMost: 0.1 } },
  { what: 'each idle authenticator', figure: 'plugins/authenticators', unit: 'µs each', bound: { atMost: 0.1 } },
  { what: 'each idle metadata provider', figure: 'plugins/providers', unit: 'µs each', bound: { atMost: 0.1 } },
  {
    what: '100 idle plugins of all three roles',
    figure: 'plugins/all-roles',
    unit: 'µs for 100',
    bound: { atMost: 3 },
  },
  { what: 'import of core, connect and auth-tkt', figure: 'startup/trio', unit: 'ms', bound: { atMost: 30 } },
  { what: 'core, connect and auth-tkt packed', figure: 'packed/trio', unit: 'kB packed', bound: { atMost: 60 } },
];

export interface Verdict {
  readonly target: Target;
  /** `undefined` when it was not measured in this run. */
  readonly measured: Spread | undefined;
  readonly held: boolean;
  /** `false` where the median is so near to the bound that another run may well say otherwise. */
  readonly isSure: boolean;
}

/** How many standard errors a median has to be off the bound. By chance it is once in twenty runs. */
const SURE_ERRORS = 2;

/** The median decides. */
export function judge(sections: readonly Section[]): readonly Verdict[] {
  return targets.map((target) => {
    const measured = findValue(sections, target.figure, target.unit);
    return {
      target,
      measured,
      held: measured !== undefined && isWithin(target, measured.median),
      isSure: measured !== undefined && isFar(target, measured),
    };
  });
}

function isFar({ bound }: Target, measured: Spread): boolean {
  const limit = 'atLeast' in bound ? bound.atLeast : bound.atMost;
  return Math.abs(measured.median - limit) >= SURE_ERRORS * standardErrorOf(measured);
}

function isWithin({ bound }: Target, value: number): boolean {
  return 'atLeast' in bound ? value >= bound.atLeast : value <= bound.atMost;
}
