import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { WhoError } from '@who/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Pubtkt, type PubtktDigest, readPubtkt, sealBauth, signPubtkt } from '../src/index.js';
import { canonicalAddress } from '../src/ticket/address.js';
import { anyBytes, anyTicket } from './arbitraries.js';
import { codeOf, fixture, NOW_SECONDS, PEM, PRIVATE, PUBLIC, signed, ticketOf } from './support.js';

const DIGESTS: readonly PubtktDigest[] = ['sha1', 'sha224', 'sha256', 'sha384', 'sha512'];
const KEY = { key: PRIVATE.rsa, digest: 'sha256' } as const;
const KEYS = [{ key: PUBLIC.rsa, digest: 'sha256' }] as const;

/** What a ticket has before its signature. */
const fieldsOf = (ticket: Pubtkt): string => signPubtkt(ticket, KEY).split(';sig=')[0] ?? '';

describe('tickets of other minters', () => {
  const minted = JSON.parse(fixture('minters.json')) as readonly {
    readonly madeBy: string;
    readonly key: 'rsa' | 'dsa';
    readonly digest: PubtktDigest;
    readonly ticket: string;
  }[];

  it.each(minted)('are read: $madeBy, $key, $digest', ({ key, digest, ticket }) => {
    const bytes = Buffer.from(ticket).toString('latin1');
    const read = readPubtkt(bytes, [{ key: PUBLIC[key], digest }]);
    const [, userid] = /^uid=([^;]*)/.exec(ticket) ?? [];
    expect(read).toMatchObject({ userid, validUntilSeconds: 2_000_000_000 });
    const others = DIGESTS.filter((other) => other !== digest).map((other) => ({ key: PUBLIC[key], digest: other }));
    const otherKey = { key: PUBLIC[key === 'rsa' ? 'dsa' : 'rsa'], digest };
    expect(readPubtkt(bytes, [...others, otherKey])).toEqual({ code: 'PUBTKT_NOT_GENUINE' });
  });

  it('say all that they have', () => {
    const tickets = minted.map(({ ticket, key, digest }) =>
      readPubtkt(Buffer.from(ticket).toString('latin1'), [{ key: PUBLIC[key], digest }]),
    );
    expect(tickets[0]).toEqual({
      userid: 'alice',
      tokens: ['staff', 'admin'],
      userdata: 'lang=de',
      validUntilSeconds: 2_000_000_000,
      graceAfterSeconds: 1_999_996_400,
      multifactor: false,
    });
    expect(tickets[1]).toMatchObject({ userid: 'josé ü/b', clientIp: '192.0.2.7', multifactor: true, tokens: [] });
    expect(tickets[2]).toMatchObject({ userid: 'a+b=c&d', clientIp: '2001:db8::1', userdata: 'y=z' });
  });
});

describe('signPubtkt', () => {
  it('writes fields in the order of mod_auth_pubtkt’s own minters, in UTF-8', () => {
    expect(fieldsOf(ticketOf('bob', { validUntilSeconds: 9 }))).toBe('uid=bob;validuntil=9;tokens=;udata=');
    const bauth = sealBauth({ login: 'bob', password: 'pw' });
    const all = { clientIp: '::FFFF:192.0.2.1', graceAfterSeconds: 5, bauth, tokens: ['a', 'b'], userdata: 'x=y' };
    expect(fieldsOf(ticketOf('josé', { ...all, validUntilSeconds: 9, multifactor: true }))).toBe(
      'uid=jos\xc3\xa9;cip=192.0.2.1;validuntil=9;graceperiod=5;bauth=Ym9iOnB3;tokens=a,b;udata=x=y;multifactor=1',
    );
  });

  it.each<[string, Partial<Pubtkt>]>([
    ['PUBTKT_BAD_USERID', { userid: '' }],
    ['PUBTKT_BAD_USERID', { userid: 'a;uid=root' }],
    ['PUBTKT_BAD_USERID', { userid: 'a\nb' }],
    ['PUBTKT_BAD_USERID', { userid: 'a\x85b' }],
    ['PUBTKT_BAD_USERID', { userid: 'a\ud800' }],
    ['PUBTKT_LONG_USERID', { userid: 'é'.repeat(33) }],
    ['PUBTKT_BAD_FIELD', { tokens: [''] }],
    ['PUBTKT_BAD_FIELD', { tokens: ['a,b'] }],
    ['PUBTKT_BAD_FIELD', { tokens: ['a;b'] }],
    ['PUBTKT_BAD_FIELD', { userdata: 'a;multifactor=1' }],
    ['PUBTKT_BAD_FIELD', { userdata: '\0' }],
    ['PUBTKT_BAD_FIELD', { clientIp: 'localhost' }],
    ['PUBTKT_BAD_FIELD', { clientIp: '' }],
    ['PUBTKT_LONG_FIELD', { tokens: ['a'.repeat(128), 'b'.repeat(127)] }],
    ['PUBTKT_LONG_FIELD', { userdata: 'é'.repeat(128) }],
    ['PUBTKT_BAD_TIME', { validUntilSeconds: 0 }],
    ['PUBTKT_BAD_TIME', { validUntilSeconds: 1.5 }],
    ['PUBTKT_BAD_TIME', { validUntilSeconds: Number.NaN }],
    ['PUBTKT_BAD_TIME', { validUntilSeconds: 2 ** 32 }],
    ['PUBTKT_BAD_TIME', { graceAfterSeconds: -1 }],
    [
      'PUBTKT_TOO_LARGE',
      { userdata: 'u'.repeat(255), tokens: ['t'.repeat(255)], userid: 'u'.repeat(64), clientIp: '::1' },
    ],
  ])('refuses with %s what the module would misread: %j', (code, change) => {
    const ticket = ticketOf('bob', {
      ...change,
      ...(code === 'PUBTKT_TOO_LARGE' && { bauth: sealBauth({ login: 'a', password: 'b'.repeat(150) }) }),
    });
    expect(codeOf(() => signPubtkt(ticket, KEY))).toBe(code);
  });

  it('refuses long userids by the bytes that the module keeps', () => {
    const long = ticketOf('u'.repeat(65));
    expect(codeOf(() => signPubtkt(ticketOf('u'.repeat(64)), KEY))).toBeUndefined();
    expect(codeOf(() => signPubtkt(long, KEY))).toBe('PUBTKT_LONG_USERID');
    expect(readPubtkt(signPubtkt(long, KEY, 65), KEYS)).toMatchObject({ userid: long.userid });
  });

  it('says nothing in its errors of what was to be in the ticket', () => {
    try {
      signPubtkt(ticketOf('secret;name'), KEY);
    } catch (error) {
      expect(error).toBeInstanceOf(WhoError);
      expect((error as WhoError).status).toBe(403);
      expect(inspect(error)).not.toContain('secret');
    }
    expect.assertions(3);
  });
});

describe('readPubtkt', () => {
  it.each(['rsa', 'dsa'] as const)('reads all that signPubtkt writes, with every digest: %s', (type) => {
    fc.assert(
      fc.property(anyTicket, fc.constantFrom(...DIGESTS), (ticket, digest) => {
        const bytes = signPubtkt(ticket, { key: PRIVATE[type], digest });
        const { clientIp, ...same } = ticket;
        const address = clientIp === undefined ? {} : { clientIp: canonicalAddress(clientIp) };
        expect(readPubtkt(bytes, [{ key: PUBLIC[type], digest }])).toEqual({ ...same, ...address });
      }),
      { numRuns: 60 },
    );
  });

  it('takes no byte for another', () => {
    const bytes = signPubtkt(
      ticketOf('bob', { tokens: ['staff'], userdata: 'x', graceAfterSeconds: NOW_SECONDS }),
      KEY,
    );
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(0xff), (at, code) => {
        const changed = bytes.slice(0, at) + String.fromCharCode(code) + bytes.slice(at + 1);
        fc.pre(changed !== bytes);
        expect(readPubtkt(changed, KEYS)).toHaveProperty('code');
      }),
    );
  });

  it('never throws, and finds nothing, whatever it is given', () => {
    fc.assert(
      fc.property(anyBytes, anyBytes, (one, other) => {
        expect(readPubtkt(one, KEYS)).toHaveProperty('code');
        expect(readPubtkt(`uid=${one};validuntil=9;sig=${other}`, KEYS)).toHaveProperty('code');
        expect(
          readPubtkt(`uid=bob;validuntil=9;sig=${Buffer.from(other, 'latin1').toString('base64')}`, [
            { key: PUBLIC.dsa, digest: 'sha1' },
          ]),
        ).toEqual({ code: 'PUBTKT_NOT_GENUINE' });
      }),
    );
  });

  it('never throws for what a login server may have signed, and what it takes can be signed again', () => {
    const field = fc.tuple(
      fc.constantFrom('uid', 'cip', 'validuntil', 'graceperiod', 'tokens', 'udata', 'bauth', 'multifactor', 'x'),
      fc.oneof(anyBytes, fc.constantFrom('', '1', '9', '::1', 'bob', 'YTpi')),
    );
    fc.assert(
      fc.property(fc.array(field, { maxLength: 8 }), (fields) => {
        const read = readPubtkt(
          signed(['uid=bob', 'validuntil=9', ...fields.map((one) => one.join('='))].join(';')),
          KEYS,
        );
        if ('code' in read) return;
        expect(codeOf(() => signPubtkt(read, KEY, 255))).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  it('reads userdata that is not UTF-8 as latin1', () => {
    expect(readPubtkt(signed('uid=bob;validuntil=9;udata=caf\xe9'), KEYS)).toMatchObject({ userdata: 'café' });
  });

  it('shows no password when a ticket is printed', () => {
    const bauth = sealBauth({ login: 'bob', password: 'hunter2' });
    const read = readPubtkt(signPubtkt(ticketOf('bob', { bauth }), KEY), KEYS) as Pubtkt;
    expect(read.bauth?.text).toBe(bauth.text);
    expect(`${inspect(read)}${JSON.stringify(read)}${read.bauth}`).not.toContain(bauth.text);
  });

  it('is understood by OpenSSL', () => {
    const folder = mkdtempSync(join(tmpdir(), 'who-pubtkt-'));
    try {
      const [fields = '', signature = ''] = signPubtkt(ticketOf('bob'), KEY).split(';sig=');
      writeFileSync(join(folder, 'key.pem'), PEM.rsaPublic);
      writeFileSync(join(folder, 'sig'), Buffer.from(signature, 'base64'));
      const args = ['dgst', '-sha256', '-verify', join(folder, 'key.pem'), '-signature', join(folder, 'sig')];
      expect(execFileSync('openssl', args, { input: fields, encoding: 'utf8' })).toBe('Verified OK\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
