import { describe, expect, it } from 'vitest';
import {
  type Digest,
  decodeCookieValue,
  encodeCookieValue,
  mintTicket,
  readTicket,
  type Ticket,
  type TicketKey,
} from '../src/index.js';
import { fixture } from './support.js';

interface Vector {
  readonly secret: string;
  readonly userid: string;
  readonly ip: string;
  readonly tokens: readonly string[];
  readonly user_data: string;
  readonly time: number;
  readonly digest: Digest;
  readonly by: Readonly<Record<string, string | { readonly error: string }>>;
}

const { vectors } = fixture<{ readonly vectors: readonly Vector[] }>('python.json');

const tickets = vectors.map(({ secret, digest, ip, userid, tokens, user_data: userdata, time, by }) => ({
  title: `${digest} ${userid.slice(0, 20)} [${tokens}] ${userdata} ${ip}`,
  key: { secret, digest, compat: 'repoze' } satisfies TicketKey,
  ip,
  ticket: { userid, tokens, userdata, timestampSeconds: time } satisfies Ticket,
  written: by['repoze.who 3.1.0'] as string,
  by,
}));

describe('tickets of repoze.who and Pyramid', () => {
  it('are 98', () => {
    expect(tickets).toHaveLength(98);
  });

  it.each(tickets)('$title: all implementations agree, but for the one that knows MD5 only', ({ by, key, written }) => {
    expect(by).toEqual({
      'repoze.who 2.2': key.digest === 'md5' ? written : { error: 'repoze.who 2.2 knows md5 only' },
      'repoze.who 3.1.0': written,
      'Pyramid 2.0': written,
    });
  });

  it.each(tickets)('$title: minted alike', ({ ticket, key, ip, written }) => {
    expect(mintTicket(ticket, key, ip)).toBe(written);
  });

  it.each(tickets)('$title: read', ({ ticket, key, ip, written }) => {
    expect(readTicket(written, key, ip)).toEqual(ticket);
  });

  it.each(tickets)('$title: in a cookie as repoze.who writes it', ({ written }) => {
    expect(encodeCookieValue(written, 'repoze')).toBe(`"${written}"`);
    expect(decodeCookieValue(`"${written}"`)).toBe(written);
  });

  it.each(tickets)('$title: refused under another secret, digest or address', ({ key, ip, written }) => {
    expect(readTicket(written, { ...key, secret: `${key.secret}.` }, ip)).toBeUndefined();
    expect(readTicket(written, key, '192.0.2.1')).toBeUndefined();
    for (const digest of ['md5', 'sha256', 'sha512'] as const) {
      if (digest !== key.digest) expect(readTicket(written, { ...key, digest }, ip)).toBeUndefined();
    }
  });

  it.each(tickets)('$title: read as mod_auth_tkt does, unless the userid is quoted', ({ ticket, key, ip, written }) => {
    const isQuoted = ['user@example.com', 'a b', 'josé', '日本', "o'x"].includes(ticket.userid);
    const read = readTicket(written, { ...key, compat: 'mod_auth_tkt' }, ip);
    expect(read).toEqual(isQuoted ? undefined : ticket);
  });
});
