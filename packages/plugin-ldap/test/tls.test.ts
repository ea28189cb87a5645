import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { PasswordCredentials } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { LdapOptions } from '../src/index.js';
import { type Authority, makeAuthority } from './slapd/certificates.js';
import { PEOPLE, passwordOf, person, READER } from './slapd/ldif.js';
import { type Slapd, slapdIsThere, startSlapd, unlessSlapd } from './slapd/server.js';
import { people } from './support.js';

const account = { bindDn: READER.dn, bindPassword: READER.password, baseDn: PEOPLE };
const alice = new PasswordCredentials('alice', passwordOf('alice'));

describe.skipIf(!slapdIsThere)(`TLS${unlessSlapd}`, () => {
  let authority: Authority;
  let slapd: Slapd;
  let expired: Slapd;
  let misnamed: Slapd;
  let plain: Slapd;
  beforeAll(async () => {
    authority = makeAuthority();
    const entries = [person('alice')];
    const start = (certificate?: ReturnType<Authority['certify']>): Promise<Slapd> =>
      startSlapd({ entries, ...(certificate && { certificate }) });
    slapd = await start(authority.certify());
    expired = await start(authority.certify({ days: -1 }));
    misnamed = await start(authority.certify({ name: 'DNS:ldap.example.test' }));
    plain = await start();
  });
  afterAll(async () => {
    await Promise.all([slapd, expired, misnamed, plain].map((server) => server?.stop()));
    authority?.remove();
  });

  const signIn = async (options: Pick<LdapOptions, 'urls' | 'tls' | 'clearText'>): Promise<string | undefined> =>
    (await people({ ...account, ...options }).authenticate(fakeExchange(), alice))?.userid;

  const ways: [string, (server: Slapd) => string][] = [
    ['ldaps', ({ tlsUrl }) => tlsUrl],
    ['StartTLS', ({ url }) => url],
  ];

  describe.each(ways)('by %s', (_way, url) => {
    it('trusts an authority of one’s own', async () => {
      expect(await signIn({ urls: url(slapd), tls: { ca: authority.ca } })).toBe('alice');
    });

    it('finds a name that is said', async () => {
      const tls = { ca: authority.ca, servername: 'ldap.example.test' };
      expect(await signIn({ urls: url(misnamed), tls })).toBe('alice');
      await expect(signIn({ urls: url(slapd), tls })).rejects.toThrow(/ERR_TLS_CERT_ALTNAME_INVALID/);
    });

    it.each([
      ['an authority that nobody trusts', () => slapd, () => ({}), /UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED/],
      ['a certificate that has expired', () => expired, () => ({ ca: authority.ca }), /CERT_HAS_EXPIRED/],
      ['a certificate for another name', () => misnamed, () => ({ ca: authority.ca }), /ALTNAME_INVALID/],
    ])('takes no server with %s', async (_what, server, tls, problem) => {
      const failure = signIn({ urls: url(server()), tls: tls() });
      await expect(failure).rejects.toMatchObject({ code: 'LDAP_UNAVAILABLE', status: 503 });
      await expect(failure).rejects.toThrow(problem);
    });
  });

  it('verifies certificates whatever the environment says', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    onTestFinished(() => void vi.unstubAllEnvs());
    // By which Node trusts everybody who is not told otherwise.
    const socket = connectTls(Number(new URL(slapd.tlsUrl).port), '127.0.0.1');
    await once(socket, 'secureConnect');
    socket.destroy();
    for (const [, url] of ways) {
      for (const server of [slapd, expired, misnamed]) {
        await expect(signIn({ urls: url(server) })).rejects.toThrow(/UNABLE_TO_VERIFY|SELF_SIGNED|CERT_|ALTNAME/);
      }
      await expect(signIn({ urls: url(misnamed), tls: { ca: authority.ca } })).rejects.toThrow(/ALTNAME_INVALID/);
      expect(await signIn({ urls: url(slapd), tls: { ca: authority.ca } })).toBe('alice');
    }
  });

  it('never goes on in clear text where a server refuses StartTLS', async () => {
    const failure = signIn({ urls: plain.url, tls: { ca: authority.ca } });
    await expect(failure).rejects.toMatchObject({ code: 'LDAP_UNAVAILABLE' });
    await expect(failure).rejects.toThrow(/refuses StartTLS/);
    expect(await signIn({ urls: plain.url, clearText: true })).toBe('alice');
  });

  it('speaks TLS at once to none that does not', async () => {
    await expect(signIn({ urls: plain.url.replace('ldap:', 'ldaps:') })).rejects.toMatchObject({ status: 503 });
    await expect(signIn({ urls: slapd.tlsUrl.replace('ldaps:', 'ldap:') })).rejects.toMatchObject({ status: 503 });
  });

  it('connects anew with TLS where the server has been restarted', async () => {
    const plugin = people({ ...account, urls: slapd.url, tls: { ca: authority.ca } });
    const heard: Buffer[] = [];
    for (let round = 0; round < 3; round++) {
      expect((await plugin.authenticate(fakeExchange(), alice))?.userid).toBe('alice');
      await slapd.kill();
      const stub = await listen(slapd.port, (socket) => socket.on('data', (chunk) => heard.push(chunk)).end());
      await Promise.resolve(plugin.authenticate(fakeExchange(), alice)).catch(() => {});
      stub.close();
      await once(stub, 'close');
      await slapd.start();
      await expect.poll(async () => plugin.isUserAllowed('alice').catch(() => false), { timeout: 10_000 }).toBe(true);
    }
    expect(Buffer.concat(heard).toString('latin1')).not.toMatch(/alice|reader/);
  });
});

describe('an answer to StartTLS', () => {
  const OK = Buffer.from('300c02010178070a010004000400', 'hex');
  const connectTo = async (answer: Buffer): Promise<{ readonly failure: unknown; readonly heard: Buffer }> => {
    let heard = Buffer.alloc(0);
    const server = await listen(0, (socket) => {
      socket.on('data', (chunk) => {
        if (heard.length === 0) socket.write(answer);
        heard = Buffer.concat([heard, chunk]);
      });
    });
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const plugin = people({ ...account, urls: `ldap://127.0.0.1:${port}`, timeoutMs: 500 });
    const failure = await plugin.isUserAllowed('alice').catch((error: unknown) => error);
    return { failure, heard };
  };

  it.each([
    ['more behind it', Buffer.concat([OK, Buffer.from('3082')]), /more than an answer came before TLS/],
    ['a refusal', Buffer.from('300c02010178070a013404000400', 'hex'), /refuses StartTLS \(52\)/],
    ['another kind of answer', Buffer.from('300c02010161070a010004000400', 'hex'), /refuses StartTLS/],
    ['another number', Buffer.from('300c02010278070a010004000400', 'hex'), /refuses StartTLS/],
    ['a part of one', OK.subarray(0, 9), /did not connect in time/],
    ['another protocol', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), /is no LDAP/],
  ])('counts for nothing with %s', async (_what, answer, problem) => {
    const { failure, heard } = await connectTo(answer);
    expect(failure).toMatchObject({ code: 'LDAP_UNAVAILABLE', message: expect.stringMatching(problem) });
    // The request for TLS, and nothing behind it; on another connection, too, where that one takes so long.
    expect(heard.toString('hex')).toMatch(/^(?:301d02010177188016312e332e362e312e342e312e313436362e3230303337){1,2}$/);
  });
});

async function listen(port: number, connected: (socket: Socket) => void): Promise<Server> {
  const server = createServer((socket) => connected(socket.on('error', () => {})));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
