import { readFileSync } from 'node:fs';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ticketsToEnd, unpackLogoutRequest } from '../../src/single-logout/logout-request.js';
import { anyText } from '../support.js';
import { logoutRequest } from './support.js';

/** What LemonLDAP::NG posted. */
const recorded: readonly string[] = JSON.parse(
  readFileSync(new URL('../fixtures/slo.posts.json', import.meta.url), 'utf8'),
).map(({ body }: { body: string }) => new URLSearchParams(body).get('logoutRequest'));

/** The only ticket that a request names; nothing where it is refused. */
function ticketToEnd(xml: string, pattern?: RegExp): string | undefined {
  const found = ticketsToEnd(xml, pattern);
  if ('tickets' in found) expect(found.tickets).toHaveLength(1);
  return 'tickets' in found ? found.tickets[0] : undefined;
}

const ticket = fc.stringMatching(/^[A-Za-z0-9._-]{1,256}$/);

describe('a logout request', () => {
  it('of a real server names the ticket', () => {
    expect(recorded.length).toBeGreaterThan(5);
    for (const xml of recorded) expect(ticketToEnd(xml)).toMatch(/^[SP]T-[0-9a-f]{62,64}$/);
  });

  it('that was cut off names none, wherever it was cut', () => {
    for (const xml of recorded) {
      for (let end = 0; end < xml.length; end++) expect(ticketToEnd(xml.slice(0, end))).toBeUndefined();
    }
  });

  it('names any ticket, under any prefix, with other things around it', () => {
    fc.assert(
      fc.property(ticket, fc.stringMatching(/^[a-z]{1,8}$/), fc.boolean(), (name, prefix, cdata) => {
        fc.pre(!prefix.startsWith('xml'));
        const xml = logoutRequest(name, { prefix, cdata });
        expect(ticketToEnd(xml)).toBe(name);
        expect(unpackLogoutRequest(Buffer.from(xml).toString('base64'))).toBe(xml);
      }),
    );
  });

  it('is nothing else, whatever comes', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(ticketToEnd(text)).toBeUndefined();
        const unpacked = unpackLogoutRequest(text);
        if (unpacked !== undefined) expect(ticketToEnd(unpacked)).toBeUndefined();
      }),
    );
  });

  it('never names more than was asked for, whatever stands where the ticket should', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const escaped = text.replace(/[<&>]/g, (character) => `&#${character.charCodeAt(0)};`);
        const named = ticketToEnd(logoutRequest(escaped));
        if (named !== undefined) expect(named).toBe(text.trim());
      }),
    );
  });

  const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';

  it.each<[string, string]>([
    [
      'RubyCAS-Server, with prefixes that it does not bind',
      `<samlp:LogoutRequest ID="1" Version="2.0" IssueInstant="Tue, 10 Mar 2015 12:48:23 -0400">
       <saml:NameID></saml:NameID>
       <samlp:SessionIndex>ST-1</samlp:SessionIndex>
       </samlp:LogoutRequest>`,
    ],
    [
      'a default namespace',
      `<LogoutRequest xmlns="${PROTOCOL}"><SessionIndex>\n ST-1\n </SessionIndex></LogoutRequest>`,
    ],
    [
      'a declaration, a comment, an issuer, attributes in another order',
      `<?xml version="1.0" encoding="ISO-8859-1"?><!-- logout --><a:LogoutRequest Version="2.0" xmlns:a="${PROTOCOL}"
       Destination="x" ID="y"><b:Issuer xmlns:b="urn:oasis:names:tc:SAML:2.0:assertion">z</b:Issuer>
       <a:SessionIndex NotKnown="1">ST-1</a:SessionIndex><b:NameID xmlns:b="urn:x">ST-2</b:NameID></a:LogoutRequest>`,
    ],
  ])('of %s names the ticket', (_what, xml) => {
    expect(ticketToEnd(xml)).toBe('ST-1');
  });

  it('may name several tickets, each once', () => {
    const several = (...tickets: string[]) =>
      ticketsToEnd(logoutRequest(tickets.join('</p:SessionIndex><p:SessionIndex>')));
    expect(several('ST-1', 'ST-2', 'ST-1')).toEqual({ tickets: ['ST-1', 'ST-2'] });
    expect(several('ST-1', 'ST 2')).toEqual({ problem: expect.stringContaining('SessionIndex') });
    const many = Array.from({ length: 21 }, (_, i) => `ST-${i}`);
    expect(several(...many.slice(1))).toEqual({ tickets: many.slice(1) });
    expect(several(...many)).toEqual({ problem: expect.stringContaining('20') });
  });

  it('names tickets of another pattern by option', () => {
    const jwt = 'eyJhbGciOiJIUzUxMiJ9.eyJzdWIiOiJ1MSJ9.c2lnbmF0dXJl';
    expect(ticketToEnd(logoutRequest('ST-1-a:8443'))).toBeUndefined();
    expect(ticketToEnd(logoutRequest('ST-1-a:8443'), /^[SP]T-[\w.:-]+$/)).toBe('ST-1-a:8443');
    const long = jwt.padEnd(5000, 'x');
    expect(ticketToEnd(logoutRequest(long))).toBeUndefined();
    expect(ticketToEnd(logoutRequest(long), /^[\w-]+(\.[\w-]+){2,4}$/)).toBe(long);
  });

  it.each<[string, string]>([
    ['no session index', logoutRequest('ST-1').replaceAll('SessionIndex', 'SessionIndices')],
    ['an element in it', logoutRequest('<p:a>ST-1</p:a>')],
    ['an empty one', logoutRequest('')],
    ['a ticket that is too long', logoutRequest('a'.repeat(257))],
    ['another namespace', logoutRequest('ST-1').replace('SAML:2.0:protocol', 'SAML:1.1:protocol')],
    ['no namespace', '<LogoutRequest><SessionIndex>ST-1</SessionIndex></LogoutRequest>'],
    ['an unbound prefix', '<p:LogoutRequest><p:SessionIndex>ST-1</p:SessionIndex></p:LogoutRequest>'],
    ['another root', logoutRequest('ST-1').replaceAll('LogoutRequest', 'LogoutResponse')],
    ['the request inside another element', `<a>${logoutRequest('ST-1')}</a>`],
    ['the session index too deep', logoutRequest('ST-1').replace(/(<p:SessionIndex.*)(<\/p:Log)/, '<p:a>$1</p:a>$2')],
    ['a DOCTYPE', `<!DOCTYPE a>${logoutRequest('ST-1')}`],
    ['an entity of its own', `<!DOCTYPE a [<!ENTITY t "ST-1">]>${logoutRequest('&t;')}`],
    ['something behind it', `${logoutRequest('ST-1')}<a/>`],
    ['too much', logoutRequest('ST-1').replace('</p:LogoutRequest>', `${' '.repeat(16_384)}</p:LogoutRequest>`)],
    [
      'too many elements',
      logoutRequest('ST-1').replace('</p:LogoutRequest>', `${'<a/>'.repeat(3000)}</p:LogoutRequest>`),
    ],
  ])('with %s is refused', (_what, xml) => {
    expect(ticketsToEnd(xml)).toEqual({ problem: expect.not.stringContaining('ST-1') });
  });
});

describe('a packed logout request', () => {
  const xml = logoutRequest('ST-1');

  it.each<[string, string]>([
    ['base64', Buffer.from(xml).toString('base64')],
    ['base64url', Buffer.from(xml).toString('base64url')],
    ['deflated', deflateRawSync(xml).toString('base64')],
    ['deflated with a header', deflateSync(xml).toString('base64')],
    ['base64 with pluses that were not encoded', deflateRawSync(xml).toString('base64').replaceAll('+', ' ')],
  ])('is unpacked from %s', (_how, packed) => {
    expect(unpackLogoutRequest(packed)).toBe(xml);
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['plain XML', xml],
    ['gzip', gzipSync(xml).toString('base64')],
    ['half of it', deflateRawSync(xml).toString('base64').slice(0, 40)],
    ['a bomb', deflateRawSync(Buffer.alloc(50_000_000, 0x20)).toString('base64').slice(0, 24_000)],
    ['a whole small bomb', deflateRawSync(Buffer.alloc(1_000_000, 0x20)).toString('base64')],
    ['too much', Buffer.from(`<${' '.repeat(30_000)}`).toString('base64')],
    ['something behind the padding', `${Buffer.from(xml).toString('base64')}==a`],
  ])('is not %s', (_how, packed) => {
    expect(unpackLogoutRequest(packed)).toBeUndefined();
  });
});
