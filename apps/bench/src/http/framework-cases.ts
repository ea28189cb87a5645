import type { HttpCase } from './cases.js';

/** A framework, bare or with something. */
export interface FrameworkCase extends HttpCase {
  readonly base: string;
  /** The session package that it is compared with, too. */
  readonly rival?: string | undefined;
}

/** The servers of one framework: all but the first two have signed alice in. */
function casesOf(name: string, folder: string, sessions: Readonly<Record<string, string>> = {}): FrameworkCase[] {
  const one = (part: string, label: string): FrameworkCase => {
    const greetsAll = part === 'bare' || part === 'least';
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
  return [
    one('bare', 'bare'),
    one('least', 'the least middleware'),
    one('who', '@who'),
    ...Object.entries(sessions).map(([part, label]) => one(part, label)),
  ];
}

/** What runs in Node. The first session package of each is the usual one. */
export const nodeFrameworkCases: readonly FrameworkCase[] = [
  ...casesOf('Hono', 'hono', { sessions: 'hono-sessions' }),
  ...casesOf('fetch handler', 'fetch'),
  ...casesOf('Fastify', 'fastify', { session: '@fastify/session', 'secure-session': '@fastify/secure-session' }),
  ...casesOf('Koa', 'koa', { session: 'koa-session' }),
];

/** What runs in Bun, by its own server. @param program where Bun is */
export function bunCases(program: string): readonly FrameworkCase[] {
  return casesOf('Bun.serve', 'bun').map((one) => ({ ...one, program }));
}
