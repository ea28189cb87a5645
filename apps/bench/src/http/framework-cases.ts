import type { HttpCase } from './cases.js';

/** A framework, bare or with something. */
export interface FrameworkCase extends HttpCase {
  readonly base: string;
  /** The session package that it is compared with, too. */
  readonly rival?: string | undefined;
}

/** Servers by their files, and what they are called. */
type Parts = Readonly<Record<string, string>>;

const LEAST: Parts = { least: 'the least middleware' };
/** Where cookies are dear, no sign-in by one can do with less. */
const LEAST_AND_COOKIES: Parts = { ...LEAST, cookies: 'the cookies read' };

interface Servers {
  /** The usual session package, and others. */
  readonly sessions?: Parts | undefined;
  /** What can be done with the least. @default the least middleware */
  readonly floors?: Parts | undefined;
  /** With @who in another way. */
  readonly ways?: Parts | undefined;
}

/** The servers of one framework. Those that are bare or do the least do not know who asks, and greet everybody. */
function casesOf(name: string, folder: string, { sessions = {}, floors = LEAST, ways = {} }: Servers): FrameworkCase[] {
  const one = (part: string, label: string): FrameworkCase => {
    const greetsAll = part === 'bare' || part in floors;
    return {
      id: `${folder}-${part}`,
      label: `${name}, ${label}`,
      server: `${folder}/${part}`,
      beside: greetsAll ? `${folder}/who` : undefined,
      cookies: greetsAll ? 'ticket' : 'login',
      greetsAll,
      base: `${folder}-bare`,
      rival: part === 'who' && rival !== undefined ? `${folder}-${rival}` : undefined,
    };
  };
  const [rival] = Object.keys(sessions);
  const parts = { bare: 'bare', ...floors, who: '@who', ...ways, ...sessions };
  return Object.entries(parts).map(([part, label]) => one(part, label));
}

/** What runs in Node. The first session package of each is the usual one. */
export const nodeFrameworkCases: readonly FrameworkCase[] = [
  ...casesOf('Hono', 'hono', {
    sessions: { sessions: 'hono-sessions' },
    floors: LEAST_AND_COOKIES,
    ways: { front: '@who in front of it' },
  }),
  ...casesOf('fetch handler', 'fetch', { floors: LEAST_AND_COOKIES }),
  ...casesOf('Fastify', 'fastify', {
    sessions: { session: '@fastify/session', 'secure-session': '@fastify/secure-session' },
  }),
  ...casesOf('Koa', 'koa', { sessions: { session: 'koa-session' } }),
];

/** What runs in Bun, by its own server. @param program where Bun is */
export function bunCases(program: string): readonly FrameworkCase[] {
  return casesOf('Bun.serve', 'bun', { floors: LEAST_AND_COOKIES }).map((one) => ({ ...one, program }));
}
