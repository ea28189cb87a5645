import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCookieValue, encodeCookieValue, mintTicket, readTicket, type Ticket } from '../src/index.js';
import { anyKey, anyTicket } from './arbitraries.js';

/** Ways in which peers write a ticket into a cookie. */
const ENCODINGS: Readonly<Record<string, (ticket: string) => string>> = {
  plain: (ticket) => ticket,
  'URL-quoted': urlQuote,
  base64: (ticket) => base64(ticket),
  'base64 without padding': (ticket) => base64(ticket).replaceAll('=', ''),
  'base64 with %3D': (ticket) => base64(ticket).replaceAll('=', '%3D'),
  'base64, URL-quoted': (ticket) => urlQuote(base64(ticket)),
};

function base64(ticket: string): string {
  return Buffer.from(ticket, 'latin1').toString('base64');
}

function urlQuote(bytes: string): string {
  return [...Buffer.from(bytes, 'latin1')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

/** Quotes at its ends cannot be told from those around it. */
const isPlainSafe = (ticket: string): boolean => !ticket.endsWith('"');

describe('decodeCookieValue', () => {
  it.each(Object.entries(ENCODINGS))('reads %s, bare and in double quotes', (name, encode) => {
    fc.assert(
      fc.property(anyTicket, anyKey, (ticket, key) => {
        const written = mintTicket(ticket, key);
        fc.pre(name !== 'plain' || isPlainSafe(written));
        expect(decodeCookieValue(encode(written))).toBe(written);
        expect(decodeCookieValue(`"${encode(written)}"`)).toBe(written);
      }),
    );
  });

  it.each([
    ['', undefined],
    ['"', undefined],
    ['""', undefined],
    ['YWxpY2Uh', 'alice!'],
    ['YWxp Y2Uh', undefined],
    ['YWxpY2Uh=', undefined],
    ['YWxpY2Uh====', undefined],
    ['Pz8_Pz4-IQ', undefined],
    ['YWxpY2UhIg', 'alice!"'],
    ['YWxpY2Ui', undefined],
    ['YWxpY2V', undefined],
    ['alice%2', undefined],
    ['alice%21%2', 'alice!%2'],
    ['%zz!', '%zz!'],
    ['alice', undefined],
  ])('%j: %j', (value, ticket) => {
    expect(decodeCookieValue(value)).toBe(ticket);
  });
});

describe('encodeCookieValue', () => {
  it('writes plain in double quotes for repoze.who, base64 for mod_auth_tkt', () => {
    expect(encodeCookieValue('alice!a b', 'repoze')).toBe('"alice!a b"');
    expect(encodeCookieValue('alice!a b', 'mod_auth_tkt')).toBe('YWxpY2UhYSBi');
  });

  it.each(['a;b!', 'a"b!', 'a\\b!', 'Ã©!', 'a\tb!', 'a\x7f!'])('writes %j in base64 always', (ticket) => {
    expect(encodeCookieValue(ticket, 'repoze')).toBe(base64(ticket));
  });

  it('writes what a cookie can carry, and what can be read again', () => {
    fc.assert(
      fc.property(anyTicket, anyKey, (ticket, key) => {
        const value = encodeCookieValue(mintTicket(ticket, key), key.compat);
        expect(value).toMatch(/^[\x20-\x3a\x3c-\x7e]+$/);
        expect(readTicket(decodeCookieValue(value) ?? '', key)).toEqual(ticket);
      }),
    );
  });
});

describe('a cookie that was tampered with', () => {
  const encodings = fc.constantFrom(...Object.values(ENCODINGS));

  it('never says anything else than the true one', () => {
    fc.assert(
      fc.property(anyTicket, anyKey, encodings, fc.nat(), fc.nat(255), (ticket, key, encode, where, byte) => {
        const value = encode(mintTicket(ticket, key));
        const at = where % value.length;
        const tampered = value.slice(0, at) + String.fromCharCode(byte) + value.slice(at + 1);
        expect([undefined, ticket]).toContainEqual(read(tampered));

        function read(cookie: string): Ticket | undefined {
          return readTicket(decodeCookieValue(cookie) ?? '', key);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('says nothing at all when any bit has changed', () => {
    const key = { secret: 'secret', digest: 'sha256', compat: 'mod_auth_tkt' } as const;
    const ticket = mintTicket({ userid: 'alice', tokens: ['a', 'b'], userdata: 'x!y', timestampSeconds: 1 }, key);
    for (let at = 0; at < ticket.length; at++) {
      for (let bit = 1; bit < 256; bit *= 2) {
        const tampered = ticket.slice(0, at) + String.fromCharCode(ticket.charCodeAt(at) ^ bit) + ticket.slice(at + 1);
        expect(readTicket(tampered, key)).toBeUndefined();
      }
    }
  });

  it('says nothing when bytes are missing or added', () => {
    fc.assert(
      fc.property(anyTicket, anyKey, fc.nat(), fc.string({ minLength: 1 }), (ticket, key, where, more) => {
        const value = mintTicket(ticket, key);
        const at = where % value.length;
        expect([undefined, ticket]).toContainEqual(readTicket(value.slice(0, at) + value.slice(at + 1), key));
        expect([undefined, ticket]).toContainEqual(readTicket(value.slice(0, at) + more + value.slice(at), key));
      }),
      { numRuns: 1000 },
    );
  });
});
