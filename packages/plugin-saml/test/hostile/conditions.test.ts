import { describe, expect, it } from 'vitest';
import { outcomeOf, type ReadingOptions } from '../answer-support.js';
import { ACS, idpKeys, nameId, responseXml, type Says, STATUS, signedResponse } from '../idp/idp.js';
import { signElement } from '../idp/sign.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const MINUTE = 60_000;
const ALICE = 'user alice@example.org';
const MALFORMED = 'SAML_MALFORMED';
const EXPIRED = 'SAML_EXPIRED';
const OTHER_AUDIENCE =
  '</saml:AudienceRestriction><saml:AudienceRestriction><saml:Audience>urn:x</saml:Audience></saml:AudienceRestriction>';

const outcome = (says: Says, options: ReadingOptions = {}): Promise<string> =>
  outcomeOf(signedResponse({ nowMs: NOW, ...says }), { nowMs: NOW, ...options });

describe('a genuine response', () => {
  const refused: Readonly<Record<string, readonly [says: Says, code: string]>> = {
    'of another identity provider': [{ issuer: 'https://other.example.org' }, 'SAML_OTHER_ISSUER'],
    'for another application': [{ audience: 'https://other.example.org' }, 'SAML_OTHER_AUDIENCE'],
    'whose audience only begins like ours': [{ audience: `${ACS}/metadata.evil` }, 'SAML_OTHER_AUDIENCE'],
    'for another address': [{ recipient: 'https://other.example.org/login/saml' }, 'SAML_OTHER_RECIPIENT'],
    'to another address': [{ destination: 'https://other.example.org/login/saml' }, 'SAML_OTHER_RECIPIENT'],
    "to another browser's request": [{ requestId: '_another' }, 'SAML_OTHER_REQUEST'],
    "around an answer to another browser's request": [
      { requestId: '_another', responseInResponseTo: '_request' },
      'SAML_OTHER_REQUEST',
    ],
    'to no request, inside': [{ requestId: null, responseInResponseTo: '_request' }, 'SAML_OTHER_REQUEST'],
    'to no request, outside': [{ responseInResponseTo: null }, 'SAML_OTHER_REQUEST'],
    'that is too old': [{ notOnOrAfterMs: NOW - MINUTE }, 'SAML_EXPIRED'],
    'that is of the future': [{ notBeforeMs: NOW + MINUTE + 1 }, 'SAML_NOT_YET_VALID'],
    'that was issued in the future': [{ issueInstantMs: NOW + MINUTE + 1 }, 'SAML_NOT_YET_VALID'],
    'that was issued two days ago and is good for years': [
      { issueInstantMs: NOW - 2 * 86_400_000, notOnOrAfterMs: NOW + 86_400_000_000 },
      'SAML_EXPIRED',
    ],
  };
  it.each(Object.entries(refused))('%s', async (_, [says, code]) => {
    expect(await outcome(says)).toBe(code);
  });

  it('is taken until its last moment, and by the tolerance longer', async () => {
    const says = { notOnOrAfterMs: NOW, issueInstantMs: NOW - MINUTE };
    expect(await outcome(says, { nowMs: NOW - 1, toleranceMs: 0 })).toBe(ALICE);
    expect(await outcome(says, { nowMs: NOW, toleranceMs: 0 })).toBe('SAML_EXPIRED');
    expect(await outcome(says, { nowMs: NOW + 999, toleranceMs: 1000 })).toBe(ALICE);
    expect(await outcome(says, { nowMs: NOW + 1000, toleranceMs: 1000 })).toBe('SAML_EXPIRED');
  });

  it('that nobody asked for is taken only where it says so itself', async () => {
    expect(await outcome({ requestId: null }, { requestId: undefined })).toBe(ALICE);
    expect(await outcome({}, { requestId: undefined })).toBe('SAML_OTHER_REQUEST');
  });

  it.each([
    ['an unknown condition', '<saml:AudienceRestriction>', '<saml:Condition/><saml:AudienceRestriction>', MALFORMED],
    ['no audience', /<saml:AudienceRestriction>.*<\/saml:AudienceRestriction>/, '', 'SAML_OTHER_AUDIENCE'],
    ['an audience more that is not ours', '</saml:AudienceRestriction>', OTHER_AUDIENCE, 'SAML_OTHER_AUDIENCE'],
    ['another version', /(Assertion [^>]*Version=)"2.0"/, '$1"2.1"', MALFORMED],
    ['no bearer', 'cm:bearer', 'cm:sender-vouches', 'SAML_NO_CONFIRMATION'],
    ['no recipient', / Recipient="[^"]*"/, '', 'SAML_OTHER_RECIPIENT'],
    ['no end of the confirmation', /(SubjectConfirmationData) NotOnOrAfter="[^"]*"/, '$1', MALFORMED],
    ['no end of the conditions', /(Conditions [^>]*) NotOnOrAfter="[^"]*"/, '$1', MALFORMED],
    ['a session that is over', 'SessionIndex=', 'SessionNotOnOrAfter="2020-01-01T00:00:00Z" SessionIndex=', EXPIRED],
    ['no AuthnStatement', /<saml:AuthnStatement.*<\/saml:AuthnStatement>/, '', MALFORMED],
  ])('with %s signs nobody in', async (_, pattern, replacement, code) => {
    const xml = signElement(responseXml({ nowMs: NOW }).replace(pattern, replacement), 'Assertion', idpKeys);
    expect(await outcomeOf(xml, { nowMs: NOW })).toBe(code);
  });
});

describe('a failure', () => {
  const status = (...codes: readonly string[]): string =>
    `<samlp:Status>${codes.reduceRight((inner, code) => `<samlp:StatusCode Value="${code}">${inner}</samlp:StatusCode>`, '')}</samlp:Status>`;

  it.each([
    [[`${STATUS}Responder`, `${STATUS}NoPassive`], 'failure NoPassive'],
    [[`${STATUS}Requester`], 'failure Requester'],
    [[`${STATUS}Responder`, 'urn:example:other'], 'failure Unknown'],
    [[`${STATUS}Responder`, `${STATUS}Success`], 'SAML_MALFORMED'],
  ] as const)('%s is told', async (codes, said) => {
    const xml = responseXml({ nowMs: NOW, status: status(...codes), nameId: nameId('mallory') });
    expect(await outcomeOf(xml, { nowMs: NOW })).toBe(said);
  });
});
