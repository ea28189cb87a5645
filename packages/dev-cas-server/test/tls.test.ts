import { execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import { connect as connectPlain } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkServerIdentity, connect, type PeerCertificate } from 'node:tls';
import { makeCertificate } from '@who/dev-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { start, statusOf } from './helpers.js';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

const LOOPBACK = { subject: {}, subjectaltname: 'IP Address:0:0:0:0:0:0:0:1' };
const TAKES_IPV6 = checkServerIdentity('::1', LOOPBACK as PeerCertificate) === undefined;

describe('a certificate made at the start', () => {
  it.for(['127.0.0.1', 'localhost', '::1'])('is good for %s', async (host, { skip }) => {
    skip(host === '::1' && !TAKES_IPV6, 'Node 22.23 takes no certificate for an address of IPv6');
    const server = await start({ tls: true, host });
    expect(server.url).toMatch(/^https:/);
    expect(await statusOf(`${server.url}/login`, server.ca)).toBe(200);
  });

  it('is trusted by nobody who was not told to, and other authorities do not vouch for it', async () => {
    const [server, other] = [await start({ tls: true }), await start({ tls: true })];
    await expect(statusOf(`${server.url}/login`, undefined)).rejects.toThrow(/certificate/);
    await expect(statusOf(`${server.url}/login`, other.ca)).rejects.toThrow(/certificate|signature/);
  });

  it('is for a year, and not for signing others', () => {
    const now = Date.UTC(2026, 0, 1);
    const { ca, cert } = makeCertificate('a server', now);
    const [authority, own] = [new X509Certificate(ca), new X509Certificate(cert)];
    expect([authority.ca, own.ca]).toEqual([true, false]);
    expect(own.checkIssued(authority)).toBe(true);
    expect(own.verify(authority.publicKey)).toBe(true);
    expect([own.validFrom, own.validTo]).toEqual(['Dec 31 00:00:00 2025 GMT', 'Jan  1 00:00:00 2027 GMT']);
    expect(own.checkHost('example.org')).toBeUndefined();
  });

  it.skipIf(!hasOpenssl)('passes the strict check of OpenSSL', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dev-cas-server-test-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const { ca, cert } = makeCertificate('a server', Date.now());
    await writeFile(join(folder, 'ca.pem'), ca);
    await writeFile(join(folder, 'cert.pem'), cert);
    const args = ['verify', '-x509_strict', '-purpose', 'sslserver', '-verify_hostname', 'localhost'];
    expect(
      execFileSync('openssl', [...args, '-CAfile', 'ca.pem', 'cert.pem'], { cwd: folder, encoding: 'utf8' }),
    ).toContain('OK');
  });
});

describe('over TLS', () => {
  it('takes a certificate, and has no authority then', async () => {
    const { ca, cert, key } = makeCertificate('a server', Date.now());
    const server = await start({ tls: { cert, key } });
    expect(server.ca).toBeUndefined();
    expect(await statusOf(`${server.url}/login`, ca)).toBe(200);
  });

  it('marks its cookie as secure', async () => {
    const { url, ca } = await start({ tls: true });
    const page = https.get(`${url}/logout`, { ca, agent: false });
    const [{ headers }] = (await once(page, 'response')) as [IncomingMessage];
    expect(headers['set-cookie']).toEqual(['TGC=; Max-Age=0; Path=/cas; HttpOnly; SameSite=Lax; Secure']);
  });

  it.each([[{}], [{ cert: 'x' }], [{ cert: 'x', key: 'y' }], ['yes'], [null]])('refuses %j', async (tls) => {
    await expect(start({ tls: tls as never })).rejects.toThrow(/Option "tls"/);
  });

  it('ends at once, whatever its connections are about', async () => {
    const server = await start({ tls: true });
    const at = { port: server.port, host: '127.0.0.1' };
    const [silent, idle] = [connectPlain(at), connect({ ...at, ca: server.ca })];
    const ended = [silent, idle].map((socket) => {
      socket.on('error', () => {}).resume();
      return once(socket, 'close');
    });
    await Promise.all([once(silent, 'connect'), once(idle, 'secureConnect')]);
    await server.close();
    await Promise.all(ended);
  });
});
