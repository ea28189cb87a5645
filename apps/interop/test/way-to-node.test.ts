import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import https, { type RequestOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { presets } from '@who/plugin-header-sso';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasApache, startApache } from './apache.js';
import { application } from './front-ends/application.js';
import { recommended, WAY_TO_NODE } from './front-ends/readme.js';
import { inOrder, type Stoppable } from './in-order.js';
import { hasNginx, startNginx } from './nginx.js';
import { freePort } from './ports.js';

const blocks = recommended()
  .filter(({ heading }) => heading === WAY_TO_NODE)
  .map((block) => ({
    ...block,
    kind: block.text.includes('unix:') ? ('Unix socket' as const) : ('certificate' as const),
  }));

const isInstalled = { apache: hasApache('proxy', 'proxy_http', 'ssl'), nginx: hasNginx };

/** What the application says of alice, whom the front end names, and of whom it does not believe. */
const ALICE = { status: 200, body: '{"userid":"alice","attributes":{}}' };
const NOBODY = { status: 200, body: '{"userid":null,"attributes":{}}' };

let folder: string;
const path = (name: string): string => join(folder, name);
const pem = (name: string): string => readFileSync(path(`${name}.pem`), 'utf8');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'who-way-'));
  // The front ends give up root.
  await chmod(folder, 0o755);
  makeAuthority('ca');
  makeAuthority('other-ca');
  issue('node', 'ca');
  issue('front-end', 'ca');
  issue('neighbour', 'ca');
  issue('front-end', 'other-ca', 'forged');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('is shown for both servers, by a Unix socket and with a certificate', () => {
  expect(blocks.map(({ server, kind }) => `${server}, ${kind}`).toSorted()).toEqual([
    'apache, Unix socket',
    'apache, certificate',
    'nginx, Unix socket',
    'nginx, certificate',
  ]);
});

describe.each(blocks)('the way to Node from $server: $kind', ({ server, kind, text }) => {
  const needs = isInstalled[server] ? '' : ` (skipped: needs ${server}, and root)`;

  it.skipIf(!isInstalled[server])(`lets the front end name the user, and nobody else${needs}`, async () => {
    const scene = await inOrder(async (keep) => {
      const node = keep(await (kind === 'certificate' ? listenWithTls() : listenOnSocket()));
      const { url } = keep(await startFrontEnd(server, fill(text, node.port)));
      return { node, url };
    });
    try {
      const signIn = new URL('/login/sso', scene.url);
      expect(await ask(signIn, {})).toEqual(ALICE);
      // Whatever a client says, the front end says it anew.
      expect(await ask(signIn, { headers: { 'X-Remote-User': 'eve' } })).toEqual(ALICE);
      expect(await ask(new URL('/', scene.url), { headers: { 'X-Remote-User': 'eve' } })).toEqual(NOBODY);
      for (const options of scene.node.others) {
        const forged = { ...options, headers: { 'X-Remote-User': 'alice' } };
        expect(await ask(new URL('/login/sso', scene.node.direct), forged)).toEqual(NOBODY);
      }
    } finally {
      await scene.stop();
    }
  });
});

interface Node extends Stoppable {
  readonly port: number;
  /** How somebody else would get there, not by the front end. */
  readonly direct: string;
  readonly others: readonly RequestOptions[];
}

/** The same application on the socket, and on a port where it should not have been left. */
async function listenOnSocket(): Promise<Node> {
  const app = application({ ...presets.remoteUser, trustedPeers: ['unix'] });
  const [onSocket, onPort] = [http.createServer(app), http.createServer(app)];
  onSocket.listen(path('node.sock'));
  onPort.listen(0, '127.0.0.1');
  await Promise.all([once(onSocket, 'listening'), once(onPort, 'listening')]);
  await chmod(path('node.sock'), 0o666);
  const { port } = onPort.address() as AddressInfo;
  return { port, direct: `http://127.0.0.1:${port}`, others: [{}], stop: () => closed(onSocket, onPort) };
}

async function listenWithTls(): Promise<Node> {
  const trusted = { trustedPeers: ['127.0.0.1'], clientCertificate: { commonNames: ['front-end'] } };
  // Whoever shows no certificate, or another one, gets through to the application here, and has to be nobody to it.
  const tls = { key: pem('node'), cert: pem('node'), ca: pem('ca'), requestCert: true, rejectUnauthorized: false };
  const server = https.createServer(tls, application({ ...presets.remoteUser, ...trusted })).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const as = (name: string): RequestOptions => ({ ca: pem('ca'), key: pem(name), cert: pem(name) });
  const others = [{ ca: pem('ca') }, as('neighbour'), as('forged')];
  return { port, direct: `https://localhost:${port}`, others, stop: () => closed(server) };
}

async function closed(...servers: readonly http.Server[]): Promise<void> {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  await Promise.all(servers.map((server) => once(server, 'close')));
}

/** Starts a front end that takes everybody for alice on `/login/sso`. */
async function startFrontEnd(server: 'apache' | 'nginx', block: string): Promise<{ url: string } & Stoppable> {
  if (server === 'apache') {
    const sayAlice = ['<Location /login/sso>', 'RequestHeader set X-Remote-User alice', '</Location>'];
    return startApache({ modules: ['proxy', 'proxy_http', 'ssl'], configuration: [block, ...sayAlice] });
  }
  const signIn = block.replace('location / {', 'location = /login/sso {\nproxy_set_header X-Remote-User alice;');
  return startNginx(await freePort(), [block, signIn.replace('node.sock:/;', 'node.sock:/login/sso;')]);
}

function fill(text: string, port: number): string {
  return text
    .replaceAll('/run/app/node.sock', path('node.sock'))
    .replaceAll('/etc/app/', `${folder}/`)
    .replaceAll('node.example.org:3000', `localhost:${port}`);
}

/** Asks once, over a connection of its own. */
async function ask(url: URL, options: RequestOptions): Promise<{ status: number | undefined; body: string }> {
  const request = (url.protocol === 'https:' ? https : http).get(url, { agent: false, ...options });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  let body = '';
  for await (const chunk of response.setEncoding('utf8')) body += chunk;
  return { status: response.statusCode, body };
}

function makeAuthority(name: string): void {
  openssl('req', '-x509', ...KEY, '-keyout', path(`${name}.key`), '-out', path(`${name}.pem`), '-subj', `/CN=${name}`);
}

/** A certificate with its key in one file. The front ends check the name in Node's. */
function issue(commonName: string, authority: string, name = commonName): void {
  const [key, cert] = [path(`${name}.key`), path(`${name}.crt`)];
  const by = ['-CA', path(`${authority}.pem`), '-CAkey', path(`${authority}.key`)];
  const subject = ['-subj', `/CN=${commonName}`, '-addext', 'subjectAltName=DNS:localhost'];
  openssl('req', '-x509', ...KEY, ...by, ...subject, '-keyout', key, '-out', cert);
  execFileSync('sh', ['-c', `cat "$0" "$1" >"$2" && chmod 644 "$2"`, cert, key, path(`${name}.pem`)]);
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];

function openssl(...args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: 'ignore' });
}
