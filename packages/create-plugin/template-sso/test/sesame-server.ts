import { randomBytes } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { serve, type TestServer } from '@who/testkit';
import { proofOf } from '../src/proof.js';
import { isName } from '../src/said.js';

/** What this Sesame and the application have agreed upon. */
export const SECRET = 'an example secret of 32 bytes or more';

/** A login server for tests, on a port of this machine. */
export interface SesameServer extends TestServer {
  /** Who is in front of the browser; `undefined` while nobody has signed in there. */
  user: string | undefined;
  /** Whether they have just typed a password. */
  isTyped: boolean;
  /** Answers with this status in the place of saying whose a pass is. */
  trouble: number | undefined;
  /** How often it was asked whose a pass is. */
  asked: number;
  /** Lets somebody in: gives them a pass, and sends the browser back with it. */
  letIn(asked: URL, user: string): URL;
  /** Whose a pass is. */
  userOf(pass: string): string | undefined;
  /** What it posts to the application when the one with this pass signs out. */
  notice(pass: string): Readonly<Record<'gone' | 'proof', string>>;
}

/** Starts a login server. It shows no page to sign in: whoever {@link SesameServer.user} is has done so. */
export async function sesameServer(): Promise<SesameServer> {
  const passes = new Map<string, { readonly user: string; readonly nonce: string | undefined }>();

  function pages(url: URL): { readonly location: URL } {
    const back = new URL(url.searchParams.get('back') ?? '');
    if (url.pathname === '/out') {
      sesame.user = undefined;
      return { location: back };
    }
    if (sesame.user !== undefined) return { location: sesame.letIn(url, sesame.user) };
    back.searchParams.set('id', url.searchParams.get('id') ?? '');
    return { location: back };
  }

  async function whose(req: IncomingMessage): Promise<{ readonly status: number; readonly body: string }> {
    sesame.asked++;
    const { trouble, isTyped } = sesame;
    if (trouble !== undefined) return { status: trouble, body: '' };
    if (req.headers.authorization !== `Bearer ${SECRET}`) return { status: 401, body: '' };
    const found = passes.get(new URLSearchParams(await text(req)).get('pass') ?? '');
    if (!found || !isName(found.user)) return { status: 404, body: '' };
    const { user, nonce } = found;
    const said = { user, nonce, typed: isTyped, attributes: { mail: [`${user}@example.org`] } };
    return { status: 200, body: JSON.stringify(said) };
  }

  const listener: RequestListener = async (req, res) => {
    const url = new URL(req.url ?? '', server.url);
    if (req.method === 'GET') {
      res.writeHead(302, { Location: pages(url).location.href }).end();
      return;
    }
    const { status, body } = await whose(req);
    res.writeHead(status, { 'Content-Type': 'application/json' }).end(body);
  };

  const server = await serve(listener);
  const sesame: SesameServer = {
    ...server,
    user: undefined,
    isTyped: false,
    trouble: undefined,
    asked: 0,
    letIn(asked, user) {
      const pass = randomBytes(16).toString('base64url');
      passes.set(pass, { user, nonce: asked.searchParams.get('nonce') ?? undefined });
      const back = new URL(asked.searchParams.get('back') ?? '');
      back.searchParams.set('id', asked.searchParams.get('id') ?? '');
      back.searchParams.set('pass', pass);
      return back;
    },
    userOf: (pass) => passes.get(pass)?.user,
    notice: (pass) => ({ gone: pass, proof: proofOf(pass, SECRET) }),
  };
  return sesame;
}
