import { createHash } from 'node:crypto';
import { createWho } from '@who/core';
import { fakeRequest } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeCookieValue, mintTicket, readTicket, TicketCredentials } from '../src/index.js';
import { ticketMemory } from '../src/ticket/ticket-memory.js';
import { NOW_SECONDS, OTHER_SECRET, plugin, SECRET } from './support.js';

const key = { secret: SECRET, digest: 'sha256', compat: 'repoze' } as const;
const ticketOf = (userid: string, ageSeconds = 0, secret = SECRET): string =>
  encodeCookieValue(
    mintTicket({ userid, tokens: [], userdata: '', timestampSeconds: NOW_SECONDS - ageSeconds }, { ...key, secret }),
    'repoze',
  );
const cookies = [
  ticketOf('alice'),
  ticketOf('bob'),
  ticketOf('carol', 7000),
  // From a clock that is ahead by more than is forgiven, at first.
  ticketOf('dan', -100),
  ticketOf('alice', 0, OTHER_SECRET),
  ticketOf('alice').replace(/^"./, '"0'),
  '',
]
  .map((value) => `auth_tkt=${value}`)
  .concat('theme=dark');

describe('what has been sent before', () => {
  /** One engine for all requests of one connection. */
  function askOn(connection: Record<symbol, unknown> | undefined, options: Parameters<typeof plugin>[0]) {
    let now = NOW_SECONDS * 1000;
    const ticket = plugin(options);
    const who = createWho({
      publicUrl: 'https://app.example.org',
      plugins: { ticket },
      identifiers: ['ticket'],
      authenticators: ['ticket'],
      now: () => now,
    });
    return async (cookie: string, seconds: number, remoteAddress = '10.0.0.1'): Promise<unknown> => {
      now = (NOW_SECONDS + seconds) * 1000;
      const sent = cookie === '' ? {} : { cookie };
      const api = who.api(fakeRequest({ headers: sent, remoteAddress, connection }));
      await api.authenticate();
      const { headers } = await api.conclude({ status: 200, header: () => 'private', setCookies: [] });
      return [api.identity?.userid, headers.length];
    };
  }

  // Where there are no connections, what came is kept for all of them.
  it.each([
    ['by a connection', {}, {}],
    ['by anybody', undefined, {}],
    ['by one of few', undefined, { verifiedTickets: 2 }],
  ])('changes nothing but the time that it takes, %s', async (_by, connection, options) => {
    const requests = fc.array(
      fc.tuple(fc.array(fc.constantFrom(...cookies), { maxLength: 3 }), fc.constantFrom(0, 0, 0, 50, 3000, 300)),
      { minLength: 4, maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(requests, async (sent) => {
        const [again, anew] = [askOn(connection && {}, options), askOn(undefined, { verifiedTickets: 0 })];
        let seconds = 0;
        for (const [values, later] of sent) {
          seconds += later;
          const cookie = values.join('; ');
          // Three times the same: the first is verified, the second remembered, the third known by its connection.
          for (let i = 0; i < 3; i++) expect(await again(cookie, seconds)).toEqual(await anew(cookie, seconds));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('does not hide a cookie that comes to count later, nor keep one that has ceased to', async () => {
    for (const connection of [{}, undefined]) {
      const ask = askOn(connection, { reissueSeconds: 7000 });
      const [ahead, old] = [`${cookies[3]}; ${cookies[0]}`, `${cookies[2]}; ${cookies[0]}`];
      for (let i = 0; i < 3; i++) expect(await ask(ahead, 0)).toEqual(['alice', 0]);
      expect(await ask(ahead, 50)).toEqual(['dan', 0]);
      for (let i = 0; i < 3; i++) expect(await ask(old, 200)).toEqual(['carol', 1]);
      expect(await ask(old, 201)).toEqual(['alice', 0]);
    }
  });

  it('is of no use to another client of a proxy, where a layer says for each request who that is', async () => {
    for (const connection of [{}, undefined]) {
      const ask = askOn(connection, { includeIp: true });
      const ticket = { userid: 'alice', tokens: [], userdata: '', timestampSeconds: NOW_SECONDS };
      const cookie = `auth_tkt=${encodeCookieValue(mintTicket(ticket, key, '10.0.0.1'), 'repoze')}`;
      for (let i = 0; i < 3; i++) expect(await ask(cookie, 0, '10.0.0.1')).toEqual(['alice', 0]);
      expect(await ask(cookie, 0, '10.6.6.6')).toEqual([undefined, 0]);
      expect(await ask(cookie, 0, '10.0.0.1')).toEqual(['alice', 0]);
    }
  });

  it('is renewed when it is due, also behind one that has been revoked', async () => {
    const isRevoked = ({ userid }: { userid: string }): boolean => userid === 'bob';
    const ask = askOn({}, { isRevoked, reissueSeconds: 5000 });
    for (let i = 0; i < 3; i++) expect(await ask(`${cookies[1]}; ${cookies[2]}`, 0)).toEqual(['carol', 1]);
    for (let i = 0; i < 3; i++) expect(await ask(`${cookies[1]}; ${cookies[0]}`, 0)).toEqual(['alice', 0]);
  });

  it('is of no use to another plugin', async () => {
    const socket = {};
    const [own, other] = [askOn(socket, {}), askOn(socket, { secrets: [OTHER_SECRET] })];
    for (let i = 0; i < 3; i++) {
      expect(await own(cookies[0] ?? '', 0)).toEqual(['alice', 0]);
      expect(await other(cookies[0] ?? '', 0)).toEqual([undefined, 0]);
    }
  });
});

it('tickets that begin alike are not taken for each other in the memory', () => {
  const memory = ticketMemory(10);
  const credentialsOf = (userid: string): TicketCredentials =>
    new TicketCredentials({ userid, tokens: [], userdata: '', timestampSeconds: 1 }, false, Symbol('own'));
  const [one, other] = ['"0123456789abcdef-one', '"0123456789abcdef-other'];
  for (let i = 0; i < 2; i++) memory.set(one, credentialsOf('one'));
  expect([memory.get(one)?.ticket.userid, memory.get(other)]).toEqual(['one', undefined]);
  memory.delete(other);
  expect(memory.get(one)?.ticket.userid).toBe('one');
  for (let i = 0; i < 2; i++) memory.set(other, credentialsOf('other'));
  expect([memory.get(one), memory.get(other)?.ticket.userid]).toEqual([undefined, 'other']);
  expect(Object.isFrozen(memory.get(other)) && Object.isFrozen(memory.get(other)?.ticket)).toBe(true);
});

it('digests are those of the format, whatever was digested before', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'é', '%', ' '), minLength: 1, maxLength: 300 });
  const secrets = fc.constantFrom(SECRET, OTHER_SECRET, 'ein Geheimnis mit Umlauten: äöüäöüäöüäöüäöü');
  const sha = (data: Buffer | string): string => createHash('sha256').update(data).digest('hex');
  fc.assert(
    fc.property(text, secrets, fc.ipV4(), (userid, secret, address) => {
      const ticket = { userid, tokens: ['staff'], userdata: 'x', timestampSeconds: NOW_SECONDS };
      const minted = mintTicket(ticket, { ...key, secret }, address);
      const numbers = Buffer.from([...address.split('.').map(Number), 0, 0, 0, 0]);
      numbers.writeUInt32BE(NOW_SECONDS, 4);
      const inner = sha(Buffer.concat([numbers, Buffer.from(`${secret}${userid}\0staff\0x`)]));
      expect(minted.slice(0, 64)).toBe(sha(inner + secret));
      expect(readTicket(minted, { ...key, secret }, address)).toEqual(ticket);
      expect(readTicket(minted.slice(0, 40), { ...key, secret }, address)).toBeUndefined();
    }),
  );
});
