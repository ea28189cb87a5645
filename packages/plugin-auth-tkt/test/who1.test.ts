import { createHmac, hkdfSync } from 'node:crypto';
import { inspect } from 'node:util';
import { WhoError } from '@who/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mintWho1, readWho1, type Ticket, type Who1Use, who1Key } from '../src/index.js';
import { anyOwnTicket, anyString } from './arbitraries.js';
import { NOW_SECONDS, OTHER_SECRET, SECRET } from './support.js';

const USE: Who1Use = { cookieName: 'auth_tkt', audience: 'https://app.example.org' };
const key = who1Key(SECRET, USE);
const sealing = who1Key(SECRET, { ...USE, encryptUserdata: true });

function ticketOf(userid: string, tokens: readonly string[] = [], userdata = ''): Ticket {
  return { userid, tokens, userdata, timestampSeconds: NOW_SECONDS };
}

const alice = ticketOf('alice', ['admin', 'staff'], 'session=1');

function codeOf(make: () => unknown): unknown {
  try {
    make();
  } catch (error) {
    return error instanceof WhoError ? error.code : error;
  }
  return undefined;
}

describe('a ticket of who1', () => {
  it('is as the format says: made here by its definition', () => {
    const derive = (purpose: string, bytes: number): Buffer => {
      const info = JSON.stringify(['@who/plugin-auth-tkt', 'who1', purpose, 'auth_tkt', 'https://app.example.org']);
      return Buffer.from(hkdfSync('sha256', SECRET, '', info, bytes));
    };
    const message = Buffer.concat([
      Buffer.from('who1', 'base64url'),
      derive('id', 3),
      Buffer.from([0, 0x6b, 0x02, 0x32, 0xde]),
      Buffer.from('josé!\n10.1.2.3\nadmin\nstaff, all\n\na=1&b'),
    ]);
    const mac = createHmac('sha256', derive('sign', 32)).update(message).digest();
    const ticket = ticketOf('josé!', ['admin', 'staff, all'], 'a=1&b');
    const written = Buffer.concat([message, mac]).toString('base64url');
    expect(mintWho1(ticket, key, '10.1.2.3')).toBe(written);
    expect(readWho1(written, key, '10.1.2.3')).toEqual(ticket);
    expect(written.slice(0, 8)).toBe(`who1${key.id}`);
  });

  it('stays as it is from one version of this package to the next', () => {
    expect(mintWho1(alice, key)).toBe(VECTOR);
    expect(readWho1(VECTOR, key)).toEqual(alice);
  });

  it('gives back what was minted, whatever that is, and has letters that any cookie and URL can carry', () => {
    fc.assert(
      fc.property(anyOwnTicket, fc.constantFrom(key, sealing), fc.option(fc.ipV6()), (ticket, by, address) => {
        const minted = mintWho1(ticket, by, address ?? undefined);
        expect(minted).toMatch(/^[\w-]+$/);
        expect(readWho1(minted, key, address ?? undefined)).toEqual(ticket);
      }),
    );
  });

  it('is never that of another one: not where fields end elsewhere, or are many or none', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '!', ',', '.', '%', 'é', ' '), maxLength: 3 });
    const filled = text.filter((one) => one !== '');
    const ticket = fc.record({
      userid: filled,
      tokens: fc.array(filled, { maxLength: 3 }),
      userdata: text,
      timestampSeconds: fc.constantFrom(0, 1, 0xffffffff),
    });
    const seen = new Map<string, string>();
    const addresses = [undefined, '::1', '::11', '1.1.1.1'];
    fc.assert(
      fc.property(ticket, fc.constantFrom(...addresses), (one, address) => {
        const said = JSON.stringify([one, address]);
        const minted = mintWho1(one, key, address);
        expect(seen.get(minted) ?? said).toBe(said);
        seen.set(minted, said);
      }),
      { numRuns: 3000 },
    );
  });

  it('does not verify with any bit of its text flipped', () => {
    for (const minted of [mintWho1(alice, key), mintWho1(alice, sealing, '2001:db8::1')]) {
      for (let i = 0; i < minted.length; i++) {
        for (let bit = 0; bit < 8; bit++) {
          const letter = String.fromCharCode(minted.charCodeAt(i) ^ (1 << bit));
          const changed = minted.slice(0, i) + letter + minted.slice(i + 1);
          expect(readWho1(changed, key) ?? readWho1(changed, key, '2001:db8::1')).toBeUndefined();
        }
      }
    }
  });

  it('is written in one way: no padding, no other alphabet, nothing before, between or behind', () => {
    fc.assert(
      fc.property(anyOwnTicket, fc.nat(), anyString, (ticket, place, more) => {
        const minted = mintWho1(ticket, key);
        const at = place % (minted.length + 1);
        const other = minted.replaceAll('-', '+').replaceAll('_', '/');
        if (other !== minted) expect(readWho1(other, key)).toBeUndefined();
        if (more !== '') expect(readWho1(minted.slice(0, at) + more + minted.slice(at), key)).toBeUndefined();
        for (const end of ['=', '==', 'A', '.', '\n']) expect(readWho1(minted + end, key)).toBeUndefined();
        expect(readWho1(minted.slice(0, at === minted.length ? at - 1 : at), key)).toBeUndefined();
        const last = minted.slice(-1);
        for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') {
          if (letter !== last) expect(readWho1(minted.slice(0, -1) + letter, key)).toBeUndefined();
        }
      }),
    );
  });

  it('never makes its reader throw, whatever it is given', () => {
    const bytes = fc.uint8Array({ maxLength: 80 }).map((more) => key.head + Buffer.from(more).toString('base64url'));
    fc.assert(
      fc.property(fc.oneof(anyString, bytes), (value) => {
        expect(readWho1(value, key)).toBeUndefined();
      }),
    );
  });

  it.each<[string, string, Who1Use]>([
    ['secret', OTHER_SECRET, USE],
    ['cookie', SECRET, { ...USE, cookieName: 'auth_tkt2' }],
    ['audience', SECRET, { ...USE, audience: 'https://app.example.com' }],
    ['audience', SECRET, { cookieName: 'auth_tkt' }],
    ['use, told in other words', SECRET, { cookieName: 'auth_tkt","https://app.example.org', audience: '' }],
  ])('is none under another %s, not even with the id of that one', (_what, secret, use) => {
    const other = who1Key(secret, use);
    const minted = mintWho1(alice, key);
    expect(other.id).not.toBe(key.id);
    expect(readWho1(minted, other)).toBeUndefined();
    expect(readWho1(other.head + minted.slice(other.head.length), other)).toBeUndefined();
  });

  it('freezes what it gives out, because requests share it', () => {
    const ticket = readWho1(mintWho1(alice, key), key);
    expect(Object.isFrozen(ticket) && Object.isFrozen(ticket?.tokens)).toBe(true);
  });
});

describe('encrypted userdata', () => {
  it('cannot be read, is never the same twice, and is read with or without the option', () => {
    const minted = [mintWho1(alice, sealing), mintWho1(alice, sealing)];
    expect(new Set(minted).size).toBe(2);
    for (const one of minted) {
      expect(Buffer.from(one, 'base64url').toString('latin1')).toMatch(/alice\n\nadmin\nstaff\n\n/);
      expect(Buffer.from(one, 'base64url').toString('latin1')).not.toContain('session');
      expect(readWho1(one, sealing)).toEqual(alice);
      expect(readWho1(one, key)).toEqual(alice);
    }
  });

  it('costs 28 bytes, and nothing where there is none', () => {
    const bytes = (text: string): number => Buffer.from(text, 'base64url').length;
    expect(bytes(mintWho1(alice, sealing)) - bytes(mintWho1(alice, key))).toBe(28);
    expect(mintWho1(ticketOf('bob'), sealing)).toBe(mintWho1(ticketOf('bob'), key));
  });
});

describe('binding to an address', () => {
  it.each([
    ['10.1.2.3', '::ffff:10.1.2.3'],
    ['10.1.2.3', '::FFFF:0A01:0203'],
    ['2001:db8::1', '2001:0DB8:0:0::0001'],
    ['fe80::1', 'fe80::1%eth0'],
    ['::1', '0:0:0:0:0:0:0:1'],
  ])('takes %s and %s for one', (address, same) => {
    expect(readWho1(mintWho1(alice, key, address), key, same)).toEqual(alice);
    expect(readWho1(mintWho1(alice, key, same), key, address)).toEqual(alice);
  });

  it('keeps all others apart: no address and a time say together what another pair does', () => {
    const earlier = { ...alice, timestampSeconds: 700_000_000 };
    const later = { ...alice, timestampSeconds: 1_700_000_000 };
    expect(readWho1(mintWho1(later, key, '::1'), key, '::11')).toBeUndefined();
    expect(readWho1(mintWho1(earlier, key, '::11'), key, '::1')).toBeUndefined();
    fc.assert(
      fc.property(fc.ipV6(), fc.ipV6(), (one, other) => {
        const same = new URL(`http://[${one}]`).host === new URL(`http://[${other}]`).host;
        expect(readWho1(mintWho1(alice, key, one), key, other) !== undefined).toBe(same);
      }),
    );
  });

  it('takes no bound ticket for an unbound one, nor the other way round', () => {
    expect(readWho1(mintWho1(alice, key, '::1'), key)).toBeUndefined();
    expect(readWho1(mintWho1(alice, key), key, '::1')).toBeUndefined();
  });

  it.each(['', 'localhost', '10.1.2', '::g', '%eth0', 'a\nb'])('refuses %j', (address) => {
    expect(codeOf(() => mintWho1(alice, key, address))).toBe('TICKET_NEEDS_ADDRESS');
    expect(readWho1(mintWho1(alice, key), key, address)).toBeUndefined();
  });
});

describe('refusals', () => {
  it.each<[string, Partial<Ticket>]>([
    ['TICKET_BAD_USERID', { userid: '' }],
    ['TICKET_BAD_USERID', { userid: 'al\nice' }],
    ['TICKET_BAD_USERID', { userid: 'al\x85ce' }],
    ['TICKET_BAD_USERID', { userid: 'é\ud800' }],
    ['TICKET_BAD_TOKEN', { tokens: [''] }],
    ['TICKET_BAD_TOKEN', { tokens: ['ok', 'a\nb'] }],
    ['TICKET_BAD_TOKEN', { tokens: ['é', ''] }],
    ['TICKET_BAD_USERDATA', { userdata: 'a\0b' }],
    ['TICKET_BAD_USERDATA', { userdata: '\udfff' }],
    ['TICKET_BAD_TIMESTAMP', { timestampSeconds: -1 }],
    ['TICKET_BAD_TIMESTAMP', { timestampSeconds: 1.5 }],
    ['TICKET_BAD_TIMESTAMP', { timestampSeconds: 2 ** 32 }],
    ['TICKET_BAD_TIMESTAMP', { timestampSeconds: Number.NaN }],
  ])('%s: %j', (code, change) => {
    expect(codeOf(() => mintWho1({ ...alice, ...change }, key))).toBe(code);
    expect(codeOf(() => mintWho1({ ...alice, ...change }, sealing))).toBe(code);
  });

  it('and keys tell nothing of a secret', () => {
    mintWho1(alice, sealing);
    for (const shown of [inspect(sealing, { depth: 9, showHidden: true }), JSON.stringify(sealing), `${sealing}`]) {
      expect(shown).toBe(shown.startsWith('"') ? '"[Who1Key (hidden)]"' : '[Who1Key (hidden)]');
    }
    expect(inspect(sealing.hmac, { depth: 9, showHidden: true })).toBe('[HmacSha256 (hidden)]');
  });
});

const VECTOR = 'who1bfv5AGsCMt5hbGljZQoKYWRtaW4Kc3RhZmYKCnNlc3Npb249MQbzfp3n-vU8dsTT4Epmbg3UUWyU7MvfRxhDawFt0Gvz';
