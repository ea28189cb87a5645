import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import { type AddressInfo, connect, type Server } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { Agent, type Dispatcher, fetch, ProxyAgent } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import type { CasFetch } from '../src/index.js';
import { resolveOptions } from '../src/options.js';
import type { CasOutcome } from '../src/protocol/outcome.js';
import { validator } from '../src/validation/validator.js';
import { asker, success } from './support.js';

const pem = (name: string): string => readFileSync(new URL(`fixtures/tls/${name}.pem`, import.meta.url), 'utf8');
const ca = pem('ca');

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A CAS server with a certificate of the test's own authority. It names who asks. */
async function casServer(host: 'server' | 'elsewhere', options: ServerOptions = {}): Promise<string> {
  const server = createServer({ cert: pem(host), key: pem(`${host}.key`), ...options }, (request, response) => {
    const { subject } = (request.socket as TLSSocket).getPeerCertificate();
    response.end(success(String(subject?.CN ?? 'nobody')));
  });
  opened.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `https://127.0.0.1:${await listen(server)}`;
}

function through(dispatcher: Dispatcher): CasFetch {
  opened.push(() => dispatcher.destroy());
  return (url, init) => fetch(url, { ...init, dispatcher });
}

function ask(casUrl: string, casFetch?: CasFetch): Promise<CasOutcome> {
  const { validate } = validator(resolveOptions({ casUrl, rememberer: 'ticket', fetch: casFetch, timeoutMs: 60_000 }));
  return validate({ ticket: 'ST-1', service: 'https://app.example.org/', renew: false }, asker());
}

describe('a CAS server with a certificate of its own authority', () => {
  it('is not believed without that authority', async () => {
    const url = await casServer('server');
    const error = { code: 'CAS_UNAVAILABLE', message: expect.stringMatching(/SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET)/) };
    await expect(ask(url)).rejects.toMatchObject(error);
    await expect(ask(url, through(new Agent()))).rejects.toMatchObject(error);
  });

  it('is believed with it', async () => {
    const url = await casServer('server');
    expect(await ask(url, through(new Agent({ connect: { ca } })))).toMatchObject({ user: 'nobody' });
  });

  it('is not believed with the certificate of another host', async () => {
    const url = await casServer('elsewhere');
    const error = { code: 'CAS_UNAVAILABLE', message: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID') };
    await expect(ask(url, through(new Agent({ connect: { ca } })))).rejects.toMatchObject(error);
  });

  it('can ask for a certificate in turn', async () => {
    const url = await casServer('server', { ca, requestCert: true, rejectUnauthorized: true });
    const own = { ca, cert: pem('client'), key: pem('client.key') };
    expect(await ask(url, through(new Agent({ connect: own })))).toMatchObject({ user: 'client.test' });
    await expect(ask(url, through(new Agent({ connect: { ca } })))).rejects.toMatchObject({ code: 'CAS_UNAVAILABLE' });
  });

  it('can be reached through a proxy', async () => {
    const url = await casServer('server');
    const asked: (string | undefined)[] = [];
    const proxy = createHttpServer().on('connect', (request, client) => {
      asked.push(request.url);
      const target = connect(Number(new URL(url).port), '127.0.0.1', () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        target.pipe(client).pipe(target);
      });
      for (const end of [target, client]) end.on('error', () => end.destroy());
    });
    opened.push(() => proxy.close());
    const uri = `http://127.0.0.1:${await listen(proxy)}`;
    expect(await ask(url, through(new ProxyAgent({ uri, requestTls: { ca } })))).toMatchObject({ user: 'nobody' });
    expect(asked).toEqual([new URL(url).host]);
  });
});
