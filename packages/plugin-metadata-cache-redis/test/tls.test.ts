import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeExchange } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RedisMetadataCacheOptions, redisMetadataCache } from '../src/index.js';
import { user } from './helpers.js';
import { freePort, type RedisServer, redisIsThere, startRedis, unlessRedis } from './redis-server.js';

const exchange = fakeExchange();
const released = { mail: ['bob@example.org'] };

describe.skipIf(!redisIsThere)(`over TLS${unlessRedis}`, () => {
  let folder: string;
  let server: RedisServer;
  let url: string;
  let ca: string;
  let key: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'who-redis-tls-'));
    const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    const subject = ['-subj', '/CN=redis.example.test', '-addext', 'subjectAltName=DNS:redis.example.test'];
    const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-keyout', keyFile, '-out', certFile];
    execFileSync('openssl', ['req', '-x509', '-nodes', '-days', '2', ...made, ...subject], { stdio: 'ignore' });
    [ca, key] = (await Promise.all([certFile, keyFile].map((file) => readFile(file, 'utf8')))) as [string, string];
    const tlsPort = await freePort();
    const files = ['--tls-cert-file', certFile, '--tls-key-file', keyFile, '--tls-ca-cert-file', certFile];
    server = await startRedis(['--tls-port', String(tlsPort), '--tls-auth-clients', 'yes', ...files]);
    url = `rediss://127.0.0.1:${tlsPort}`;
  });
  afterAll(async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const roundTrip = async (options: RedisMetadataCacheOptions): Promise<unknown> => {
    const cache = redisMetadataCache({ strict: true, timeoutMs: 20_000, ...options });
    try {
      await cache.addMetadata(exchange, user('bob', released));
      return await cache.addMetadata(exchange, user('bob'));
    } finally {
      await cache.close();
    }
  };

  it('trusts an authority of one’s own, and shows the client’s certificate', async () => {
    const tls = { ca, cert: ca, key, servername: 'redis.example.test' };
    expect(await roundTrip({ url, tls })).toEqual({ attributes: released });
    expect(await roundTrip({ url, tls: { ...tls, ca: [Buffer.from(ca)] } })).toEqual({ attributes: released });
  });

  it.each([
    ['an authority that nobody trusts', () => ({ cert: ca, key, servername: 'redis.example.test' })],
    ['a certificate for another name', () => ({ ca, cert: ca, key, servername: 'other.example.test' })],
    ['a certificate for another address', () => ({ ca, cert: ca, key })],
    ['no certificate of the client', () => ({ ca, servername: 'redis.example.test' })],
  ])('takes no server with %s', async (_what, tls) => {
    await expect(roundTrip({ url, tls: tls() })).rejects.toMatchObject({ code: 'METADATA_STORE_FAILED' });
  });

  it('speaks no TLS to a server that does not, and the other way round', async () => {
    await expect(roundTrip({ url: server.url.replace('redis:', 'rediss:') })).rejects.toMatchObject({ status: 503 });
    await expect(roundTrip({ url: url.replace('rediss:', 'redis:') })).rejects.toMatchObject({ status: 503 });
  });
});
