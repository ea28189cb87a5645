import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { WhoError } from '@who/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mintTicket, readTicket, type Ticket, type TicketKey } from '../src/index.js';
import { anyKey, anyString, anyTicket } from './arbitraries.js';
import { NOW_SECONDS, SECRET } from './support.js';

const REPOZE: TicketKey = { secret: SECRET, digest: 'sha256', compat: 'repoze' };
const APACHE: TicketKey = { ...REPOZE, compat: 'mod_auth_tkt' };

function ticketOf(userid: string, tokens: readonly string[] = [], userdata = ''): Ticket {
  return { userid, tokens, userdata, timestampSeconds: NOW_SECONDS };
}

/** What a ticket has behind its digest. */
function body(ticket: Ticket, key: TicketKey): string {
  return mintTicket(ticket, key).slice(64);
}

function thrownBy(make: () => unknown): unknown {
  try {
    make();
  } catch (error) {
    return error;
  }
  return undefined;
}

function codeOf(make: () => unknown): unknown {
  const error = thrownBy(make);
  return error instanceof WhoError ? error.code : error;
}

/** A ticket by the definition of its digest, whatever is in it. Everything in bytes, one for each character. */
function signed(userid: string, tokens: string, userdata: string): string {
  const fields = `\0\0\0\0${'\x6b\x02\x32\xde'}${SECRET}${userid}\0${tokens}\0${userdata}`;
  const inner = createHash('sha256').update(fields, 'latin1').digest('hex');
  const digest = createHash('sha256').update(`${inner}${SECRET}`).digest('hex');
  return `${digest}6b0232de${userid}!${tokens}!${userdata}`;
}

describe('mintTicket', () => {
  it('writes the userid percent-encoded for repoze.who, as it is for mod_auth_tkt', () => {
    expect(body(ticketOf('a b@é'), REPOZE)).toBe('6b0232dea%20b%40%C3%A9!');
    expect(body(ticketOf('a b@é'), APACHE)).toBe('6b0232dea b@Ã©!!');
    expect(body(ticketOf("AZaz09_.-~/:'+%"), REPOZE)).toBe('6b0232deAZaz09_.-~/%3A%27%2B%25!');
  });

  it('writes the empty token field where the data would be taken for tokens', () => {
    expect(body(ticketOf('bob', [], 'data'), REPOZE)).toBe('6b0232debob!data');
    expect(body(ticketOf('bob', [], 'a!b'), REPOZE)).toBe('6b0232debob!!a!b');
    expect(body(ticketOf('bob', ['t1', 't2'], 'a!b'), REPOZE)).toBe('6b0232debob!t1,t2!a!b');
    expect(body(ticketOf('bob', [], 'data'), APACHE)).toBe('6b0232debob!!data');
  });

  it.each([
    ['TICKET_BAD_USERID', ticketOf('')],
    ['TICKET_BAD_USERID', ticketOf('al!ce\n')],
    ['TICKET_BAD_USERID', ticketOf('al\0ce')],
    ['TICKET_BAD_USERID', ticketOf('alice\r\nSet-Cookie: x=1')],
    ['TICKET_BAD_USERID', ticketOf('al\x7fce')],
    ['TICKET_BAD_USERID', ticketOf('al\x85ce')],
    ['TICKET_BAD_USERID', ticketOf('alice\ud800')],
    ['TICKET_BAD_USERID', ticketOf('\udc00alice')],
    ['TICKET_BAD_TOKEN', ticketOf('alice', ['a,b'])],
    ['TICKET_BAD_TOKEN', ticketOf('alice', ['ok', 'a!b'])],
    ['TICKET_BAD_TOKEN', ticketOf('alice', ['a\0b'])],
    ['TICKET_BAD_TOKEN', ticketOf('alice', ['\ud800'])],
    ['TICKET_BAD_TOKEN', ticketOf('alice', [''])],
    ['TICKET_BAD_USERDATA', ticketOf('alice', [], 'a\0b')],
    ['TICKET_BAD_USERDATA', ticketOf('alice', [], 'a\nb')],
    ['TICKET_BAD_USERDATA', ticketOf('alice', [], '\udfff')],
    ['TICKET_BAD_TIMESTAMP', { ...ticketOf('alice'), timestampSeconds: -1 }],
    ['TICKET_BAD_TIMESTAMP', { ...ticketOf('alice'), timestampSeconds: 1.5 }],
    ['TICKET_BAD_TIMESTAMP', { ...ticketOf('alice'), timestampSeconds: 2 ** 32 }],
    ['TICKET_BAD_TIMESTAMP', { ...ticketOf('alice'), timestampSeconds: Number.NaN }],
  ])('refuses what would be ambiguous or break out: %s %j', (code, ticket) => {
    expect(codeOf(() => mintTicket(ticket, REPOZE))).toBe(code);
    expect(codeOf(() => mintTicket(ticket, APACHE))).toBe(code);
  });

  it('writes "!" in a userid as repoze.who does; mod_auth_tkt has no way to', () => {
    const id = 'https://idp.example.org/shibboleth!https://sp.example.org/shibboleth!U6gPKa2gVte5=';
    for (const userid of ['we!rd', '!', id]) {
      const ticket = ticketOf(userid, ['staff'], 'a!b');
      expect(body(ticket, REPOZE)).toContain('%21');
      expect(readTicket(mintTicket(ticket, REPOZE), REPOZE)).toEqual(ticket);
      expect(readTicket(mintTicket(ticket, REPOZE), APACHE)).toBeUndefined();
      expect(thrownBy(() => mintTicket(ticket, APACHE))).toMatchObject({ code: 'TICKET_BAD_USERID', status: 403 });
    }
  });

  it.each(['::1', '2001:db8::1', '', 'localhost', '10.1.2', '10.1.2.256', '010.1.2.3'])(
    'refuses the address %j',
    (ip) => {
      expect(codeOf(() => mintTicket(ticketOf('alice'), REPOZE, ip))).toBe('TICKET_NEEDS_IPV4');
      expect(readTicket(mintTicket(ticketOf('alice'), REPOZE), REPOZE, ip)).toBeUndefined();
    },
  );

  it('repeats nothing of the ticket or the secret in its errors', () => {
    const bad = [ticketOf('alice\0', ['staff'], 'session'), ticketOf('alice', ['st!ff', 'staff'], 'session')];
    for (const ticket of [...bad, ticketOf('alice', ['staff'], 'session\0')]) {
      const error = thrownBy(() => mintTicket(ticket, REPOZE));
      expect(error).toBeInstanceOf(WhoError);
      expect(inspect(error)).not.toMatch(/alice|st.ff|session/);
      expect(inspect(error)).not.toContain(SECRET);
    }
  });

  it('knows repoze.who’s note that a userid is an integer', () => {
    const data = 'a=b&userid_type=int';
    expect(readTicket(mintTicket(ticketOf('-42', [], data), REPOZE), REPOZE)?.userid).toBe('-42');
    for (const userid of ['alice', '007', '1.5', '', ' 7', '٣', '-0']) {
      expect(codeOf(() => mintTicket(ticketOf(userid, [], data), REPOZE))).toBe('TICKET_BAD_USERID');
    }
    const others = ['userid_type=unicode', 'userid_type=int&userid_type=unicode', 'x=userid_type=int'];
    for (const other of others) expect(codeOf(() => mintTicket(ticketOf('alice', [], other), REPOZE))).toBeUndefined();
    expect(codeOf(() => mintTicket(ticketOf('alice', [], data), APACHE))).toBeUndefined();
  });
});

describe('readTicket', () => {
  it('freezes what it gives out, because requests share it', () => {
    const ticket = readTicket(mintTicket(ticketOf('alice', ['staff']), REPOZE), REPOZE);
    expect(Object.isFrozen(ticket)).toBe(true);
    expect(Object.isFrozen(ticket?.tokens)).toBe(true);
  });

  it('takes an IPv4-mapped address for its IPv4', () => {
    const bound = mintTicket(ticketOf('alice'), REPOZE, '::ffff:10.1.2.3');
    expect(bound).toBe(mintTicket(ticketOf('alice'), REPOZE, '10.1.2.3'));
    expect(readTicket(bound, REPOZE, '::FFFF:10.1.2.3')?.userid).toBe('alice');
    expect(readTicket(bound, REPOZE, '10.1.2.4')).toBeUndefined();
    expect(readTicket(bound, REPOZE)).toBeUndefined();
  });

  it('does not take percent-encoding as sound where it is not', () => {
    const digest = mintTicket(ticketOf('100%'), REPOZE).slice(0, 72);
    expect(readTicket(`${digest}100%25!`, REPOZE)?.userid).toBe('100%');
    expect(readTicket(`${digest}100%!`, REPOZE)?.userid).toBe('100%');
    expect(readTicket(`${digest}100%2!`, REPOZE)).toBeUndefined();
  });

  it.each([
    ['', 'nothing'],
    ['!', 'no more than a separator'],
    ['0'.repeat(72), 'no separator'],
    [`${'0'.repeat(72)}alice!`, 'a wrong digest'],
    [`${'0'.repeat(64)}zzzzzzzzalice!`, 'a timestamp that is no number'],
    [`${'0'.repeat(64)}6b02`, 'half a timestamp'],
  ])('refuses %j: %s', (bytes) => {
    expect(readTicket(bytes, REPOZE)).toBeUndefined();
  });

  it('takes genuine tickets of others only where it could have made them itself', () => {
    // Bytes, one for each character: `é` is latin1 here, `Ã©` is its UTF-8.
    expect(readTicket(signed('caf\u00c3\u00a9', '', 'x'), APACHE)?.userid).toBe('café');
    expect(readTicket(signed('caf\u00e9', '', 'x'), APACHE)).toBeUndefined();
    expect(readTicket(signed('alice', 'caf\u00e9', 'x'), APACHE)).toBeUndefined();
    expect(readTicket(signed('alice', '', 'caf\u00e9'), APACHE)?.userdata).toBe('café');
    expect(readTicket(signed('', '', 'x'), APACHE)).toBeUndefined();
    expect(readTicket(signed('al\0ice', '', 'x'), APACHE)).toBeUndefined();
    expect(readTicket(signed('alice', 'a\tb', 'x'), APACHE)).toBeUndefined();
    expect(readTicket(signed('alice', '', 'a\r\nb'), APACHE)).toBeUndefined();
    expect(readTicket(signed('alice', 'a,,b,', ''), APACHE)?.tokens).toEqual(['a', 'b']);
    expect(readTicket(signed('042', '', 'userid_type=int'), REPOZE)).toBeUndefined();
    expect(readTicket(signed('42', '', 'userid_type=int'), REPOZE)?.userid).toBe('42');
  });

  it('gives back what was minted', () => {
    fc.assert(
      fc.property(anyTicket, anyKey, fc.ipV4(), (ticket, key, ip) => {
        expect(readTicket(mintTicket(ticket, key, ip), key, ip)).toEqual(ticket);
      }),
    );
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(anyString, anyKey, (bytes, key) => {
        expect(readTicket(bytes, key)).toBeUndefined();
      }),
    );
  });
});
