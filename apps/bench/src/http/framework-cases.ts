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

/** The servers of one framework. Those that are bare or do the least do not know who asks, and greet everybody. */
function casesOf(name: string, folder: string, sessions: Parts = {}, floors = LEAST): FrameworkCase[] {
  const one = (part: string, label: string): FrameworkCase => {
    const greetsAll = part === 'bare' || part in floors;
    return {
      id: `${folder}-${part}`,
      label: `${name}, ${label}`,
      server: `${folder}/${part}`,
      cookies: greetsAll ? 'ticket' : 'login',
      greetsAll,
      base: `${folder}-bare`,
      rival: part === 'who' && rival !== undefined ? `${folder}-${rival}` : undefined,
    };
  };
  const [rival] = Object.keys(sessions);
  const parts = { bare: 'bare', ...floors, who: '@who', ...sessions };
  return Object.entries(parts).map(([part, label]) => one(part, label));
}

/** What runs in Node. The first session package of each is the usual one. */
export const nodeFrameworkCases: readonly FrameworkCase[] = [
  ...casesOf('Hono', 'hono', { sessions: 'hono-sessions' }, LEAST_AND_COOKIES),
  ...casesOf('fetch handler', 'fetch', {}, LEAST_AND_COOKIES),
  ...casesOf('Fastify', 'fastify', { session: '@fastify/session', 'secure-session': '@fastify/secure-session' }),
  ...casesOf('Koa', 'koa', { session: 'koa-session' }),
];

/** What runs in Bun, by its own server. @param program where Bun is */
export function bunCases(program: string): readonly FrameworkCase[] {
  return casesOf('Bun.serve', 'bun', {}, LEAST_AND_COOKIES).map((one) => ({ ...one, program }));
}
