import type { ServerResponse } from 'node:http';
import { whoMiddleware } from '@who/connect';
import { createWho } from '@who/core';
import { authTkt, mintTicket } from '@who/plugin-auth-tkt';
import { serve, type TestServer } from '@who/testkit';
import connect from 'connect';

const secret = 'a secret of the interop tests, 32 bytes or more';
const past = 'Sat, 01 Jan 2022 00:00:00 GMT';
const future = new Date(Date.now() + 600_000).toUTCString();

/** A response of an application, without or with a word about caches. */
export interface Kind {
  readonly name: string;
  /** @default 200 */
  readonly status?: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether a shared cache may keep it, by what the application says. */
  readonly shared?: true;
}

export const kinds: readonly Kind[] = [
  { name: 'nothing said', headers: {} },
  { name: 'public', headers: { 'Cache-Control': 'public' }, shared: true },
  { name: 'public, with Last-Modified', headers: { 'Cache-Control': 'public', 'Last-Modified': past }, shared: true },
  { name: 'public, max-age', headers: { 'Cache-Control': 'public, max-age=600' }, shared: true },
  { name: 'max-age', headers: { 'Cache-Control': 'max-age=600' }, shared: true },
  { name: 'max-age, immutable', headers: { 'Cache-Control': 'max-age=600, immutable' }, shared: true },
  { name: 's-maxage', headers: { 'Cache-Control': 's-maxage=600' }, shared: true },
  { name: 'Expires', headers: { Expires: future }, shared: true },
  { name: 'X-Accel-Expires', headers: { 'X-Accel-Expires': '600' }, shared: true },
  { name: 'a redirect with max-age', status: 302, headers: { 'Cache-Control': 'max-age=600' }, shared: true },
  { name: 'a redirect for good', status: 301, headers: {} },
  { name: 'Last-Modified alone', headers: { 'Last-Modified': past } },
  { name: 'ETag alone', headers: { ETag: '"a"' } },
  { name: 'no-cache, with ETag', headers: { 'Cache-Control': 'no-cache', ETag: '"a"' } },
  { name: 'private, max-age', headers: { 'Cache-Control': 'private, max-age=600' } },
  { name: 'no-store', headers: { 'Cache-Control': 'no-store' } },
];

/**
 * An application whose users have tickets. `/kind/0`, `/kind/1` … answer as {@link kinds} say, below any further path;
 * `/bare/…` does the same past @who, with a cookie of the application's own; `/whoami` says who is there.
 */
export async function startApplication(): Promise<TestServer & { readonly oldTicket: string }> {
  const app = connect();
  const server = await serve(app);
  const who = createWho({
    publicUrl: server.url,
    plugins: { ticket: authTkt({ secrets: [secret] }) },
    identifiers: ['ticket'],
    authenticators: ['ticket'],
  });
  const answer = (path: string | undefined, res: ServerResponse, more: Record<string, string>): void => {
    const { status = 200, headers } = kinds[Number(/^\/(\d+)/.exec(path ?? '')?.[1])] ?? { status: 404, headers: {} };
    // mod_cache_socache keeps nothing whose length it does not know.
    const always = { 'Content-Type': 'text/plain', 'Content-Length': '6' };
    res.writeHead(status, { ...headers, ...more, ...always }).end('a page');
  };
  app.use('/bare', (req, res) => answer(req.url, res, { 'Set-Cookie': `own=${req.headers.cookie ?? ''}` }));
  app.use(whoMiddleware(who));
  app.use('/kind', (req, res) => answer(req.url, res, {}));
  app.use('/whoami', (req, res) => {
    res.writeHead(200, { 'Cache-Control': 'no-store' }).end(req.remoteUser ?? 'nobody');
  });
  // Past half of its life: any response brings a fresh one.
  const timestampSeconds = Math.floor(Date.now() / 1_000) - 4_000;
  const contents = { userid: 'alice', tokens: [], userdata: '', timestampSeconds };
  return { ...server, oldTicket: mintTicket(contents, { secret, digest: 'sha256', compat: 'repoze' }) };
}
