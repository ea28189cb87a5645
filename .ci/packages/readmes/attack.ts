import { setMaxListeners } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Application } from './application.js';

/**
 * What strangers do to a program: send what another site would, a target that is no path, and more wrong passwords at
 * once than wait anywhere. It has to go on, and to have signed nobody in.
 *
 * @param right what signs in where it comes from the application's own form
 */
export async function attack(application: Application, right: Readonly<Record<string, string>>): Promise<string[]> {
  const { url } = application;
  const problems: string[] = [];
  for (const path of PATHS) {
    const { status, cookies } = await post(url, path, right, FOREIGN);
    if (status >= 500) problems.push(`a form of another site to ${path}: ${status}`);
    if (cookies.some((line) => /^[^=]*tkt=[^;]/.test(line))) {
      problems.push(`a form of another site to ${path} signs somebody in`);
    }
  }
  const target = await absoluteTarget(new URL(url));
  if (!target.startsWith('HTTP/1.1 400 ')) problems.push(`GET http://… is answered ${target.split('\r\n')[0]}`);

  await wrongPasswords(url);
  if (application.isAlive) {
    const alive = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(30_000) }).catch(String);
    if (typeof alive === 'string') problems.push(`it answers no more: ${alive}`);
    else if (alive.status >= 500) problems.push(`afterwards it answers ${alive.status}`);
  }
  if (!application.isAlive) problems.push(`wrong passwords end it:\n${application.output}`);
  return problems;
}

interface Reply {
  readonly status: number;
  readonly cookies: readonly string[];
}

/** Asks for all at once, and waits until all are answered, or a moment after the first that there is no room for. */
async function wrongPasswords(url: string): Promise<void> {
  const given = new AbortController();
  setMaxListeners(0, given.signal);
  const stop = setTimeout(() => given.abort(), PATIENCE_MS);
  const noted = ({ status }: Reply): void => {
    if (status === 503) setTimeout(() => given.abort(), MOMENT_MS);
  };
  const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY });
  const all = Array.from({ length: AT_ONCE }, (_, index) => {
    const password = `wrong ${index}`;
    const authorization = `Basic ${Buffer.from(`alice:${password}`).toString('base64')}`;
    // Whichever of the two a program looks at.
    const reply = post(url, '/login', { login: 'alice', password }, { authorization }, { agent, signal: given.signal });
    return reply.then(noted);
  });
  await Promise.allSettled(all);
  clearTimeout(stop);
  agent.destroy();
}

function post(
  url: string,
  path: string,
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
  options: object = {},
): Promise<Reply> {
  const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
  return ask(
    url,
    path,
    { ...options, method: 'POST', headers: { ...type, ...headers } },
    `${new URLSearchParams(form)}`,
  );
}

function ask(url: string, path: string, options: object, body = ''): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, url), options, (response) => {
      const { statusCode = 0, headers } = response;
      response.resume().once('end', () => resolve({ status: statusCode, cookies: headers['set-cookie'] ?? [] }));
      response.once('error', reject);
    });
    asked.once('error', reject).end(body);
  });
}

async function absoluteTarget({ hostname, port }: URL): Promise<string> {
  const socket = connect(Number(port), hostname);
  socket.end('GET http://example.org/private HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n');
  return text(socket);
}

const FOREIGN = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' };
const PATHS = ['/', '/private', '/login', '/logout', '/sign-in', '/sign-out', '/login/cas', '/login/sso'];
/** More than `htpasswd` lets wait. */
const AT_ONCE = 1200;
const MOMENT_MS = 300;
const PATIENCE_MS = 10_000;
