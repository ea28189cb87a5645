import { describe, expect, it, vi } from 'vitest';
import { bunPeer, denoPeer, fetchRequest, nodePeer, workersPeer } from '../src/index.js';
import { asked } from './support.js';

it('nobody knows a peer where the runtime hands over nothing', () => {
  for (const peer of [bunPeer, denoPeer, nodePeer]) expect(peer(asked(), undefined as never)).toBeUndefined();
});

it('Bun’s server tells the address, and of a Unix socket nothing', () => {
  const tell = (found: { address: string; port: number } | null): unknown[] => {
    const peer = bunPeer(asked(), { requestIP: () => found });
    return [peer?.address, peer?.port];
  };
  expect(tell({ address: '::1', port: 1 })).toEqual(['::1', 1]);
  expect(tell(null)).toEqual([undefined, undefined]);
});

it('Bun’s server is asked when somebody wants to know, about the request that came, and once', () => {
  const request = asked();
  const requestIP = vi.fn(() => ({ address: '::1', port: 1 }));
  const peer = bunPeer(request, { requestIP });
  expect(requestIP).not.toHaveBeenCalled();
  expect([peer?.address, peer?.port, peer?.address]).toEqual(['::1', 1, '::1']);
  expect(requestIP.mock.calls).toEqual([[request]]);
});

it('Deno tells the address, or that it is a Unix socket', () => {
  expect(denoPeer(asked(), { remoteAddr: { transport: 'tcp', hostname: '::1', port: 1 } })).toEqual({
    address: '::1',
    port: 1,
    isUnixSocket: false,
  });
  expect(denoPeer(asked(), { remoteAddr: { transport: 'unix' } })).toMatchObject({
    address: undefined,
    isUnixSocket: true,
  });
});

describe('Cloudflare', () => {
  const through = (cf: object | undefined): Request =>
    Object.assign(asked('/', { headers: { 'CF-Connecting-IP': '203.0.113.7' } }), { cf });
  const tlsClientAuth = { certVerified: 'SUCCESS', certRevoked: '0', certFingerprintSHA256: 'ab12' };

  it('tells the address of requests that it has handled', () => {
    expect(workersPeer(through({}))).toEqual({ address: '203.0.113.7', certificate: undefined });
    expect(workersPeer(through(undefined))).toBeUndefined();
  });

  it('tells of certificates that it has verified', () => {
    expect(workersPeer(through({ tlsClientAuth }))?.certificate).toEqual({ fingerprint256: 'ab12' });
    for (const bad of [{ certVerified: 'FAILED:expired' }, { certRevoked: '1' }, { certFingerprintSHA256: '' }]) {
      expect(workersPeer(through({ tlsClientAuth: { ...tlsClientAuth, ...bad } }))?.certificate).toBeUndefined();
    }
  });
});

describe('a socket of Node', () => {
  const incoming = (socket: object | null | undefined, url = '/', method = 'GET') => ({
    incoming: { url, method, socket },
  });

  it('tells the address, for all requests of the connection', () => {
    const socket = { remoteAddress: '::ffff:10.0.0.1', remotePort: 2, server: { address: () => ({ port: 1 }) } };
    const peer = nodePeer(asked(), incoming(socket));
    expect([peer?.address, peer?.port, peer?.isUnixSocket, peer?.certificate]).toEqual([
      '::ffff:10.0.0.1',
      2,
      false,
      undefined,
    ]);
    expect(nodePeer(asked(), incoming(socket))).toBe(peer);
    const seen = fetchRequest(asked(), peer);
    expect(seen.connection).toBe(fetchRequest(asked(), peer).connection);
    expect(seen.connection).toBeDefined();
  });

  it('tells whether it is one of a Unix socket, and which certificate was verified', () => {
    const getPeerCertificate = () => ({ fingerprint256: 'AB:12', subject: { CN: 'proxy' } });
    const server = { address: () => '/run/app.sock' };
    expect(nodePeer(asked(), incoming({ server }))?.isUnixSocket).toBe(true);
    const certificateOf = (authorized: boolean) =>
      nodePeer(asked(), incoming({ server, authorized, getPeerCertificate }))?.certificate;
    expect([certificateOf(true), certificateOf(false)]).toEqual([
      { fingerprint256: 'AB:12', commonName: 'proxy' },
      undefined,
    ]);
  });

  it('may be gone', () => {
    const gone = new Proxy(
      {},
      {
        get() {
          throw new Error('gone');
        },
      },
    );
    for (const socket of [gone, null, undefined]) expect(nodePeer(asked(), incoming(socket))).toBeUndefined();
  });

  it('brings no target that is no path', () => {
    for (const [url, method] of [['http://localhost/'], ['*'], [''], ['*', 'GET']]) {
      expect(() => nodePeer(asked(), incoming({}, url, method))).toThrow(
        expect.objectContaining({ code: 'BAD_TARGET' }),
      );
    }
    expect(nodePeer(asked(), incoming({}, '*', 'OPTIONS'))).toBeDefined();
  });
});
