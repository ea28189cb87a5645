import { fakeExchange } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAddress } from '../src/addresses/address.js';
import { clientAddress, type Doubt } from '../src/addresses/client-address.js';
import { networkNames } from '../src/addresses/network.js';
import { type TrustedProxies, trustedProxies } from '../src/addresses/trusted-proxies.js';
import { scene } from './support.js';

describe('a network', () => {
  const networkOf = networkNames(64);

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::ffff:c000:0201', '192.0.2.1'],
    // What clients with IPv4 look like to a server without.
    ['64:ff9b::192.0.2.1', '192.0.2.1'],
    ['64:ff9b::c000:202', '192.0.2.2'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::', '2001:db8:1:2::/64'],
    ['::1', '::/64'],
    ['fe80::1%eth0', 'fe80::1'],
    ['fe80::2', 'fe80::2'],
    [undefined, 'unknown'],
    ['', 'unknown'],
    ['unknown', 'unknown'],
    ['010.1.2.3', 'unknown'],
    ['::1.2.3.4', 'unknown'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('has as many bits as one says', () => {
    expect(networkNames(48)('2001:db8:1:2::1')).toBe('2001:db8:1::/48');
    expect(networkNames(128)('2001:db8:1:2::1')).toBe('2001:db8:1:2::1/128');
  });

  it('is there for anything, always the same', () => {
    const text = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string(), fc.stringMatching(/^[0-9a-f:.%/[\]]{0,40}$/));
    fc.assert(
      fc.property(text, (address) => {
        const network = networkOf(address);
        expect(network).toMatch(/^(?:unknown|[\d.]+|[\da-f:.]+(?:\/64)?)$/);
        expect(networkNames(64)(address)).toBe(network);
      }),
    );
  });
});

describe('addresses', () => {
  it.each([
    ['192.0.2.1:50000', '192.0.2.1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[192.0.2.1]', '192.0.2.1'],
  ])('may have a port: %s', (text, address) => {
    expect(readAddress(text)?.toString()).toBe(address);
  });

  it.each(['192.0.2.1:', '192.0.2:80', '[::1', '::1]:80', '1', '0x7f.1', '192.0.2.256', 'example.org', '_hidden', ':'])(
    'are not: %s',
    (text) => {
      expect(readAddress(text)).toBeUndefined();
    },
  );
});

describe('the client behind proxies', () => {
  const doubts: Doubt[] = [];
  const proxies = trustedProxies(['10.0.0.0/8', '2001:db8:ffff::/48', 'unix']) as TrustedProxies;
  const through = (
    remoteAddress: string | undefined,
    forwarded: string | string[],
    trusted: TrustedProxies | undefined = proxies,
  ) => {
    const find = clientAddress(trusted, 'x-forwarded-for', (what) => doubts.push(what));
    const peer = remoteAddress === undefined ? { isUnixSocket: true } : { address: remoteAddress };
    return find(fakeExchange({ peer, headers: { 'X-Forwarded-For': forwarded } }));
  };

  it.each<[string, string | undefined, string | string[], string | undefined]>([
    ['one', '10.0.0.1', '192.0.2.1', '192.0.2.1'],
    ['one that is written as IPv6', '::ffff:10.0.0.1', '192.0.2.1', '192.0.2.1'],
    ['one on a Unix socket', undefined, '192.0.2.1', '192.0.2.1'],
    ['several', '10.0.0.1', '192.0.2.1, 10.0.0.3,10.0.0.2', '192.0.2.1'],
    ['several lines', '10.0.0.1', ['192.0.2.1', '10.0.0.2'], '192.0.2.1'],
    ['by IPv6', '2001:db8:ffff::1', '2001:db8::1', '2001:db8::1'],
    ['with a port', '10.0.0.1', '192.0.2.1:4711', '192.0.2.1'],
    ['who makes up others', '10.0.0.1', '203.0.113.1, 10.0.0.9, 192.0.2.1', '192.0.2.1'],
    ['who is one of them', '10.0.0.1', '10.0.0.5', '10.0.0.5'],
    ['whom the proxy does not tell', '10.0.0.1', 'unknown', '10.0.0.1'],
    ['whom the second proxy does not tell', '10.0.0.1', 'unknown, 10.0.0.2', '10.0.0.2'],
    ['nobody', '10.0.0.1', '', '10.0.0.1'],
    ['who is no proxy, and says otherwise', '192.0.2.7', '203.0.113.1', '192.0.2.7'],
  ])('%s', (_, remoteAddress, forwarded, client) => {
    expect(through(remoteAddress, forwarded)).toBe(client);
  });

  it('is never what stands left of an address that is no proxy', () => {
    const entry = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string(), fc.constant('10.0.0.1'));
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 5 }), (made) => {
        expect(through('10.0.0.1', [...made, '192.0.2.1'])).toBe('192.0.2.1');
      }),
    );
  });

  it('is the peer where no proxy is named, with a warning', async () => {
    const { at, warnings } = scene();
    const request = { headers: { 'X-Forwarded-For': '203.0.113.1' } };
    for (let i = 0; i < 6; i++) await at('10.0.0.1', { headers: { 'X-Forwarded-For': `203.0.113.${i}` } }).try('alice');
    expect(await at('10.0.0.1', request).try('alice')).toBe(1);
    expect(warnings).toEqual([expect.stringContaining('"trustedProxies"')]);
    const quiet = scene({ trustedProxies: [] });
    await quiet.at('10.0.0.1', request).try('alice');
    expect(quiet.warnings).toEqual([]);
  });

  it('may have another header', async () => {
    const { at } = scene({ trustedProxies: ['10.0.0.1'], addressHeader: 'CF-Connecting-IP' });
    const from = (client: string) =>
      at('10.0.0.1', { headers: { 'CF-Connecting-IP': client, 'X-Forwarded-For': '203.0.113.1' } });
    await from('192.0.2.1').wrong('alice', 6);
    expect(await from('192.0.2.1').try('alice')).toBe(1);
    expect(await from('192.0.2.2').try('alice')).toBe('out');
  });

  it('counts as one client where there is no address at all, with a warning', async () => {
    const { at, warnings } = scene();
    const nowhere = at('', { peer: {} });
    await nowhere.wrong('alice', 6);
    expect(await nowhere.try('alice')).toBe(1);
    expect(warnings).toEqual([expect.stringContaining('no address')]);
  });

  it.each([
    ['10.0.0.1/33'],
    ['10.0.0.1/-1'],
    ['10.0.0.1/8/8'],
    ['10.0.0.1:80'],
    ['[::1]'],
    ['fe80::1%eth0'],
    ['localhost'],
    ['0.0.0.0/0'],
    ['::/0'],
    ['::ffff:0.0.0.0/96'],
    ['Unix'],
    [''],
  ])('is not found by %s', (text) => {
    expect(trustedProxies([text])).toContain(JSON.stringify(text));
  });
});
