import { type Credentials, type Identification, Identity, responseHead } from '@who/core';
import { type FakeRequestOptions, type Scene, testAuthenticator, testChallenger, testIdentifier } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { type CasFetch, type CasPlugin, type CasTicketCredentials, type CasVersion, cas } from '../src/index.js';
import { CAS_URL, failure, plainRememberer, SECRET, success } from './support.js';

const runner = { describe, it, expect };

/** A ticket with a user's name in it. */
const ticketOf = (userid: string): string => `ST-${Buffer.from(userid).toString('hex')}`;
const userOf = (ticket: string): string => Buffer.from(ticket.slice(3), 'hex').toString();

/** A CAS server that knows the tickets of {@link ticketOf}, as long as it can write down whose they are. */
function answers(version: CasVersion): CasFetch {
  return async (url) => {
    const ticket = new URL(url).searchParams.get('ticket') ?? '';
    const user = userOf(ticket);
    const isKnown = ticket === ticketOf(user) && user.trim() !== '' && !/[\p{Cc}\p{Zl}\p{Zp}\ufffe\uffff]/u.test(user);
    if (version === '1') return new Response(isKnown ? `yes\n${user}\n` : 'no\n\n');
    const text = user.replace(/[<&>]/g, (character) => `&#${character.charCodeAt(0)};`);
    return new Response(
      isKnown ? success(text, `<cas:mail>${text}@example.org</cas:mail>`) : failure('INVALID_TICKET'),
    );
  };
}

/** A request of a browser that comes back from CAS. */
async function arrival(ticket: string, { plugin, exchange }: Scene<CasPlugin>): Promise<FakeRequestOptions> {
  const departure = await plugin.challenge(exchange({ url: '/page' }), responseHead(401));
  const head = responseHead(302, departure?.headers);
  const service = new URL(new URL(head.header('location') ?? '').searchParams.get('service') ?? '');
  const [cookie = ''] = head.setCookies[0]?.split(';') ?? [];
  return { url: `${service.pathname}${service.search}&ticket=${ticket}`, headers: { Cookie: cookie } };
}

async function credentials(ticket: string, scene: Scene<CasPlugin>): Promise<Credentials> {
  const found = await scene.plugin.identify(scene.exchange(await arrival(ticket, scene)));
  expect(found?.credentials).toBeDefined();
  return (found as Identification & { readonly credentials: Credentials }).credentials;
}

/** Clients quote the address, which has the ticket in it. */
const unreachable: CasFetch = async (url) => {
  throw new Error(`getaddrinfo ENOTFOUND for ${url}`);
};

/** The same server, in JSON. */
const json: CasFetch = async (url) => {
  const ticket = new URL(url).searchParams.get('ticket') ?? '';
  const user = userOf(ticket);
  const isKnown = ticket === ticketOf(user) && user.trim() !== '' && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(user);
  const outcome = isKnown
    ? { authenticationSuccess: { user, attributes: { mail: `${user}@example.org` } } }
    : { authenticationFailure: { code: 'INVALID_TICKET' } };
  return new Response(JSON.stringify({ serviceResponse: outcome }));
};

const make = (version: CasVersion, fetch = answers(version)): CasPlugin =>
  cas({ casUrl: CAS_URL, rememberer: 'ticket', stateSecrets: [SECRET], logoutPath: '/logout', version, fetch });

const subject = {
  name: 'cas',
  plugins: { ticket: plainRememberer() },
  create: () => make('3'),
  secrets: [SECRET, ticketOf('alice'), ticketOf('bob')],
};

testIdentifier(runner, {
  ...subject,
  request: (userid, scene) => arrival(ticketOf(userid), scene),
  claims: (credentials) => userOf((credentials as CasTicketCredentials).ticket),
  identity: (userid) => new Identity({ userid }, 'cas', 'cas'),
  memory: 'delegated',
});

/** The same browser, when CAS has it post the ticket. */
async function posting(ticket: string, scene: Scene<CasPlugin>): Promise<FakeRequestOptions> {
  const { url = '', headers } = await arrival(ticket, scene);
  const target = new URL(url, 'https://app.example.org');
  target.searchParams.delete('ticket');
  return {
    method: 'POST',
    url: target.pathname + target.search,
    headers: { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: `ticket=${ticket}`,
  };
}

describe('with posted tickets and policies', () => {
  testIdentifier(runner, {
    ...subject,
    create: () =>
      cas({
        casUrl: CAS_URL,
        rememberer: 'ticket',
        stateSecrets: [SECRET],
        method: 'POST',
        policies: [{ path: '/members', ask: 'always' }],
        fetch: answers('3'),
      }),
    request: (userid, scene) => posting(ticketOf(userid), scene),
    claims: (credentials) => userOf((credentials as CasTicketCredentials).ticket),
    identity: (userid) => new Identity({ userid }, 'cas', 'cas'),
    memory: 'delegated',
    promises: ['identify'],
  });
});

testChallenger(runner, { ...subject, status: 302, origins: [new URL(CAS_URL).origin] });

testAuthenticator(runner, {
  ...subject,
  create: () => cas({ casUrl: CAS_URL, rememberer: 'ticket', stateSecrets: [SECRET], format: 'json', fetch: json }),
  broken: () => make('saml', async () => new Response(`<html>${ticketOf('alice')}</html>`)),
  users: ['alice', 'bob'],
  credentials: (userid, scene) => credentials(ticketOf(userid), scene),
  wrong: (userid, scene) => credentials(`ST-wrong-${ticketOf(userid)}`, scene),
  promises: ['authenticate'],
});

describe.each<[CasVersion, CasFetch]>([
  ['1', unreachable],
  ['2', async () => new Response(ticketOf('alice'), { status: 502 })],
  ['3', async () => new Response(`<html>${ticketOf('alice')}</html>`)],
])('with CAS %s', (version, trouble) => {
  testAuthenticator(runner, {
    ...subject,
    create: () => make(version),
    broken: () => make(version, trouble),
    users: ['alice', 'bob'],
    credentials: (userid, scene) => credentials(ticketOf(userid), scene),
    wrong: (userid, scene) => credentials(`ST-wrong-${ticketOf(userid)}`, scene),
    promises: ['authenticate'],
  });
});
