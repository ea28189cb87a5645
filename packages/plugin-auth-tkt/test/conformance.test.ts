import { inspect } from 'node:util';
import { Credentials, Identity, PasswordCredentials, WhoError } from '@who/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authTkt, type TicketCredentials } from '../src/index.js';
import { anyString } from './arbitraries.js';
import { cookieAfter, identityOf, plugin, recognise, SECRET, setCookies, visit } from './support.js';

class ForeignCredentials extends Credentials {
  readonly ticket = { userid: 'root', tokens: [], userdata: '', timestampSeconds: 0 };
}

const anyBytes = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) });

describe('the contract of a plugin', () => {
  const ticket = plugin();
  const signedIn = identityOf('alice', ['staff'], 'session=secret-session-id');
  const cookie = cookieAfter(ticket.remember(visit(), signedIn));

  it('has the methods of its roles and no others', () => {
    expect(Object.keys(ticket).sort()).toEqual(['authenticate', 'forget', 'identify', 'remember']);
  });

  it('finds nothing, and does not throw, whatever a cookie holds', () => {
    const compats = ['repoze', 'mod_auth_tkt'] as const;
    const plugins = compats.flatMap((compat) => [plugin({ compat }), plugin({ compat, includeIp: true })]);
    fc.assert(
      fc.property(anyBytes, fc.constantFrom(...plugins), (bytes, own) => {
        const exchange = visit({ cookie: `auth_tkt=${bytes}`, remoteAddress: bytes });
        expect(own.identify(exchange)).toBeUndefined();
      }),
    );
  });

  it('knows no credentials but its own', () => {
    for (const credentials of [new PasswordCredentials('alice', 'x'), new ForeignCredentials()]) {
      expect(ticket.authenticate(visit(), credentials)).toBeUndefined();
    }
  });

  it('answers at once, without a promise', () => {
    const exchange = visit({ cookie });
    const credentials = ticket.identify(exchange) as Credentials;
    const later = visit({ cookie, atSeconds: exchange.now() / 1000 + 4000 });
    const answers = [
      credentials,
      ticket.authenticate(exchange, credentials),
      ticket.remember(later, signedIn),
      ticket.forget(exchange, signedIn),
    ];
    for (const answer of answers) {
      expect(answer).toBeDefined();
      expect(answer).not.toHaveProperty('then');
    }
    expect(ticket.remember(exchange, signedIn)).toBeUndefined();
  });

  it('changes neither the request nor the identity', () => {
    const exchange = visit({ cookie });
    const { request } = exchange;
    const before = structuredClone({ url: request.url, headers: request.headers, raw: request.rawHeaders });
    const identity = Object.freeze(identityOf('bob', Object.freeze(['b', 'a']) as readonly string[], 'x'));
    Object.freeze(request.headers);
    recognise(ticket, exchange);
    ticket.remember(exchange, identity);
    ticket.forget(exchange, identity);
    expect({ url: request.url, headers: request.headers, raw: request.rawHeaders }).toEqual(before);
    expect(identity.tokens).toEqual(['b', 'a']);
  });

  it('shows no ticket and no secret when it is printed', () => {
    const credentials = ticket.identify(visit({ cookie })) as TicketCredentials;
    const printed = [credentials, ticket].flatMap((value) => [
      inspect(value, { depth: 9, showHidden: true }),
      JSON.stringify(value),
      String(value),
    ]);
    expect(printed.join('\n')).not.toMatch(/alice|staff|session/);
    expect(printed.join('\n')).not.toContain(SECRET);
  });

  it('sends headers that stay in their line, or refuses, whatever an identity says', () => {
    const plugins = [plugin({ compat: 'repoze' }), plugin({ compat: 'mod_auth_tkt' })];
    const exchange = visit();
    /** The line that is sent, or the code of the refusal. */
    const answer = (own: (typeof plugins)[number], identity: Identity): string => {
      try {
        return setCookies(own.remember(exchange, identity)).join('\n');
      } catch (error) {
        return error instanceof WhoError ? error.code : String(error);
      }
    };
    const expected =
      /^(auth_tkt=[\x20-\x3a\x3c-\x7e]+; Path=\/; HttpOnly; Secure; SameSite=Lax|TICKET_BAD_(USERID|TOKEN|USERDATA))$/;
    fc.assert(
      fc.property(anyString, fc.array(anyString, { maxLength: 3 }), anyString, (userid, tokens, userdata) => {
        for (const own of plugins) expect(answer(own, new Identity({ userid, tokens, userdata }))).toMatch(expected);
      }),
    );
  });

  it('undoes by `forget` what `remember` did', () => {
    for (const domain of [undefined, 'example.org']) {
      const own = authTkt({ secrets: [SECRET], domain });
      const remembered = setCookies(own.remember(visit(), signedIn)).map(attributesOf);
      const forgotten = setCookies(own.forget(visit(), signedIn)).map(attributesOf);
      expect(forgotten).toEqual(expect.arrayContaining(remembered));
      expect(recognise(own, visit({ cookie: cookieAfter(own.forget(visit(), undefined)) }))).toBeUndefined();
    }

    /** What makes a browser take two cookies for one: name, domain, path. */
    function attributesOf(header: string): string {
      const [pair = '', ...attributes] = header.split('; ');
      return [pair.split('=')[0], ...attributes.filter((attribute) => /^(Domain|Path)=/.test(attribute))].join('; ');
    }
  });

  it('keeps requests apart that run at the same time', async () => {
    const own = plugin({ isRevoked: async ({ userid }) => Number(userid.slice(4)) % 3 === 0 });
    const answers = await Promise.all(
      Array.from({ length: 100 }, async (_, i) => {
        const identity = identityOf(`user${i}`, [`token${i}`], `data${i}`);
        const exchange = visit({ cookie: cookieAfter(plugin().remember(visit(), identity)) });
        const credentials = await own.identify(exchange);
        const who = credentials && (await own.authenticate(exchange, credentials as Credentials));
        return { who, headers: await own.remember(exchange, identity) };
      }),
    );
    answers.forEach(({ who, headers }, i) => {
      const expected = { userid: `user${i}`, tokens: [`token${i}`], userdata: `data${i}` };
      expect(who).toEqual(i % 3 === 0 ? undefined : expected);
      expect(headers === undefined).toBe(i % 3 !== 0);
    });
  });
});
