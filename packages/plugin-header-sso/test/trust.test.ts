import { Credentials } from '@who/core';
import { fakeExchange, fakeRequest } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HeaderSsoOptions, headerSso } from '../src/index.js';
import { certificateTest } from '../src/trust/certificate.js';
import { application, shibboleth, shibbolethHeaders } from './support.js';

const secret = 'the first secret of the front end';
const older = 'an older secret of the front end!';

/** Whether a request of alice's is believed. */
function isBelieved(options: Partial<HeaderSsoOptions>, remoteAddress: string | undefined, more = {}): boolean {
  const plugin = headerSso({ ...shibboleth, onChanged: 'keep', ...options });
  const exchange = fakeExchange({ headers: shibbolethHeaders('alice', more), peer: { address: remoteAddress } });
  const found = plugin.identify(exchange);
  return (found instanceof Credentials ? found : found?.credentials) !== undefined;
}

describe('the address of the other end', () => {
  it.each([
    [['127.0.0.1'], '127.0.0.1', true],
    [['127.0.0.1'], '::ffff:127.0.0.1', true],
    [['127.0.0.1'], '::ffff:7f00:1', true],
    [['127.0.0.1'], '127.0.0.2', false],
    [['127.0.0.1'], '::1', false],
    [['127.0.0.1'], '::127.0.0.1', false],
    [['::ffff:10.1.0.0/112'], '10.1.255.1', true],
    [['10.1.0.0/16'], '10.1.0.0', true],
    [['10.1.0.0/16'], '10.2.0.0', false],
    [['fd00::/8'], 'fd12::1', true],
    [['fe80::/10'], 'fe80::1%eth0', true],
    [['fd00::/8'], 'fe80::1', false],
    [['192.0.2.1', '::1'], '0:0:0:0:0:0:0:1', true],
    [['127.0.0.1'], '', false],
    [['127.0.0.1'], 'localhost', false],
    [['127.0.0.1'], undefined, false],
    // What has no address has not come over a Unix socket for that: the client may have gone.
    [['127.0.0.1', 'unix'], undefined, false],
  ])('%j and %j', (trustedPeers, address, believed) => {
    expect(isBelieved({ trustedPeers }, address)).toBe(believed);
  });

  it('is asked about again and again', () => {
    const plugin = headerSso({ ...shibboleth, onChanged: 'keep' });
    for (let i = 0; i < 3000; i++) {
      const remoteAddress = i % 2 === 0 ? '127.0.0.1' : `2001:db8::${i.toString(16)}`;
      const found = plugin.identify(fakeExchange({ headers: shibbolethHeaders('alice'), remoteAddress }));
      expect(found instanceof Credentials).toBe(i % 2 === 0);
    }
  });

  it('is the only one that counts', () => {
    const addresses = fc.constantFrom('X-Forwarded-For', 'X-Real-IP', 'Forwarded', 'X-Client-IP', 'True-Client-IP');
    fc.assert(
      fc.property(addresses, fc.constantFrom('127.0.0.1', '::1', 'for=127.0.0.1'), (header, value) => {
        expect(isBelieved({}, '192.0.2.1', { [header]: value })).toBe(false);
      }),
    );
  });
});

describe('the secret', () => {
  const options = { secret: { header: 'X-Front-End', values: [secret, older] } } as const;

  it.each([
    [secret, true],
    [older, true],
    [undefined, false],
    ['', false],
    [secret.slice(1), false],
    [`${secret} `, false],
    [secret.toUpperCase(), false],
    [[secret, secret], false],
    [[older, 'x'], false],
  ])('%j', (value, believed) => {
    expect(isBelieved(options, '127.0.0.1', value === undefined ? {} : { 'X-Front-End': value })).toBe(believed);
  });

  it('is needed beside the address, not in its place', () => {
    expect(isBelieved(options, '192.0.2.1', { 'X-Front-End': secret })).toBe(false);
    const everybody = { ...options, trustedPeers: undefined, unsafeTrustEveryPeer: true };
    expect(isBelieved(everybody, '192.0.2.1', { 'X-Front-End': secret })).toBe(true);
    expect(isBelieved(everybody, '192.0.2.1')).toBe(false);
  });

  it('does not count in another spelling', () => {
    expect(isBelieved(options, '127.0.0.1', { X_Front_End: secret })).toBe(false);
  });

  it('is not shown to the application', async () => {
    const { who } = application(options);
    const request = fakeRequest({ headers: shibbolethHeaders('alice', { 'X-Front-End': secret }) });
    expect((await who.api(request).authenticate())?.userid).toBe('alice');
    expect(request.headerLines).not.toContain(secret);
    expect(request.header('mail')).toBe('alice@mail.example');
  });
});

describe('the certificate', () => {
  const fingerprint = Array.from({ length: 32 }, () => 'AB').join(':');
  const good = { fingerprint256: fingerprint, commonName: 'front.example.org' };

  it.each([
    [{ fingerprints: [fingerprint] }, good, true],
    [{ fingerprints: [fingerprint.replaceAll(':', '').toLowerCase()] }, good, true],
    [{ commonNames: ['front.example.org'] }, good, true],
    [{ commonNames: ['front.example.org'] }, undefined, false],
    [{ commonNames: ['example.org'] }, good, false],
    [{ commonNames: ['a'] }, { ...good, commonName: undefined }, false],
  ])('%j, as %j', (accepted, certificate, holds) => {
    const test = certificateTest(accepted);
    const peer = { certificate };
    expect([test(peer), test(peer)]).toEqual([holds, holds]);
  });

  it('is demanded of a connection without TLS in vain', () => {
    expect(isBelieved({ clientCertificate: { commonNames: ['front.example.org'] } }, '127.0.0.1')).toBe(false);
  });
});
