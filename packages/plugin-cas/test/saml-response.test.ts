import { WhoError } from '@who/core';
import type { XmlElement } from '@who/sso';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CasOutcome } from '../src/protocol/outcome.js';
import { STANDARD_READING } from '../src/protocol/reading.js';
import { samlRequest } from '../src/protocol/saml-request.js';
import { parseSamlResponse } from '../src/protocol/saml-response.js';
import { parseXml } from '../src/protocol/xml.js';
import * as saml from './saml-support.js';
import { anyText } from './support.js';

const { NOW, REQUEST_ID, SERVICE, samlAnswer } = saml;

const parse = (text: string, toleranceMs = 0): CasOutcome =>
  parseSamlResponse(text, { requestId: REQUEST_ID, service: SERVICE, nowMs: NOW, toleranceMs });

const bad = expect.objectContaining({ code: 'CAS_BAD_RESPONSE', status: 503 });
const refused = (code: string): unknown => ({ success: false, code });

describe('a SAML answer', () => {
  it('is read: attributes with their values, of any statement', () => {
    const statements =
      saml.attributes('dwho', saml.attribute('mail', 'a@x', 'b@x') + saml.attribute('cn', ' Zoë &amp; 日本 ')) +
      saml.attributes('dwho', saml.attribute('mail', 'c@x')) +
      saml.authentication('dwho');
    expect(parse(samlAnswer('dwho', { statements }))).toEqual({
      success: true,
      user: 'dwho',
      attributes: { mail: ['a@x', 'b@x', 'c@x'], cn: ['Zoë & 日本'] },
      proxies: [],
    });
  });

  it('may have any prefixes, or none', () => {
    const text = samlAnswer('dwho').replaceAll('saml1p:', '').replace('xmlns:saml1p', 'xmlns');
    expect(parse(text)).toMatchObject({ user: 'dwho' });
    expect(parse(samlAnswer('dwho').replaceAll('saml1p', 'p').replaceAll('SOAP-ENV', 's'))).toMatchObject({
      user: 'dwho',
    });
  });

  it('is refused by the server in codes of its own', () => {
    const code = (inner: string): CasOutcome => parse(samlAnswer('u', { status: inner, assertions: '' }));
    expect(code('<saml1p:StatusCode Value="saml1p:RequestDenied"/>')).toEqual(refused('REQUEST_DENIED'));
    expect(
      code(
        '<saml1p:StatusCode Value="saml1p:Requester"><saml1p:StatusCode Value="saml1p:RequestDenied"/></saml1p:StatusCode>',
      ),
    ).toEqual(refused('REQUEST_DENIED'));
    expect(code('<saml1p:StatusCode Value="Responder"/><saml1p:StatusMessage>u</saml1p:StatusMessage>')).toEqual(
      refused('RESPONDER'),
    );
    expect(code('<saml1p:StatusCode/>')).toEqual(refused('UNKNOWN'));
  });

  it('is a failure whenever its status is one, whatever else it says', () => {
    const status = '<saml1p:StatusCode Value="saml1p:RequestDenied"/>';
    expect(parse(samlAnswer('u', { status }))).toEqual(refused('REQUEST_DENIED'));
    const inside =
      '<saml1p:StatusCode Value="saml1p:Success"><saml1p:StatusCode Value="saml1p:VersionMismatch"/></saml1p:StatusCode>';
    expect(parse(samlAnswer('u', { status: inside }))).toEqual(refused('VERSION_MISMATCH'));
    const foreign = '<saml1p:StatusCode xmlns:x="urn:x" Value="x:Success"/>';
    expect(parse(samlAnswer('u', { status: foreign }))).toEqual(refused('UNKNOWN'));
    expect(parse(samlAnswer('u', { status: '<saml1p:StatusCode Value="unbound:Success"/>' }))).toEqual(
      refused('UNKNOWN'),
    );
  });

  it('holds from one instant until another, give or take the tolerance', () => {
    const at = (from: number, until: number, toleranceMs = 0): CasOutcome =>
      parse(samlAnswer('u', { conditions: saml.conditions(NOW + from, NOW + until) }), toleranceMs);
    expect(at(0, 1)).toMatchObject({ success: true });
    expect(at(1, 1000)).toEqual(refused('ASSERTION_NOT_YET_VALID'));
    expect(at(1000, 2000, 1000)).toMatchObject({ success: true });
    expect(at(1001, 2000, 1000)).toEqual(refused('ASSERTION_NOT_YET_VALID'));
    expect(at(-1000, 0)).toEqual(refused('ASSERTION_EXPIRED'));
    expect(at(-1000, -999, 1000)).toMatchObject({ success: true });
    expect(at(-2000, -1000, 1000)).toEqual(refused('ASSERTION_EXPIRED'));
  });

  it('reads instants with and without a zone, and refuses what is none', () => {
    const between = (from: string, until: string): CasOutcome =>
      parse(samlAnswer('u', { conditions: `<saml:Conditions NotBefore="${from}" NotOnOrAfter="${until}"/>` }));
    expect(between('2026-01-01T11:59:59', '2026-01-01T12:00:01')).toMatchObject({ success: true });
    expect(between('2026-01-01T12:59:59+01:00', '2026-01-01T13:00:01.123456+01:00')).toMatchObject({ success: true });
    for (const none of ['', 'yesterday', '2026-01-01', '1767268800', '2026-13-01T00:00:00Z', '2026-01-01T12:00Z']) {
      expect(() => between(none, '2026-01-01T12:00:01Z')).toThrow(bad);
      expect(() => between('2026-01-01T11:00:00Z', none)).toThrow(bad);
    }
  });

  it('is for this service, where it says for whom it is', () => {
    const inner = (text: string): CasOutcome =>
      parse(samlAnswer('u', { conditions: saml.conditions(undefined, undefined, text) }));
    expect(inner(saml.audience('https://other.example/', SERVICE))).toMatchObject({ success: true });
    expect(inner(saml.audience('https://other.example/'))).toEqual(refused('WRONG_AUDIENCE'));
    expect(inner(saml.audience(SERVICE) + saml.audience('https://other.example/'))).toEqual(refused('WRONG_AUDIENCE'));
    expect(inner(saml.audience())).toEqual(refused('WRONG_AUDIENCE'));
    expect(inner(saml.audience(`${SERVICE}/`))).toEqual(refused('WRONG_AUDIENCE'));
    expect(parse(samlAnswer('u', { response: `Recipient="${SERVICE}"` }))).toMatchObject({ success: true });
    expect(parse(samlAnswer('u', { response: 'Recipient="https://other.example/"' }))).toEqual(
      refused('WRONG_RECIPIENT'),
    );
  });

  it('is not accepted under a condition that is not understood', () => {
    const inner = (text: string): CasOutcome =>
      parse(samlAnswer('u', { conditions: saml.conditions(undefined, undefined, text) }));
    expect(inner('<saml:DoNotCacheCondition/>')).toMatchObject({ success: true });
    expect(inner('<saml:Condition/>')).toEqual(refused('UNKNOWN_CONDITION'));
    expect(inner('<x:DoNotCacheCondition xmlns:x="urn:x"/>')).toEqual(refused('UNKNOWN_CONDITION'));
  });

  it('answers this question, where it says which', () => {
    expect(parse(samlAnswer('u', { response: `InResponseTo="${REQUEST_ID}"` }))).toMatchObject({ success: true });
    expect(() => parse(samlAnswer('u', { response: 'InResponseTo="_other"' }))).toThrow(bad);
  });

  it('answers this question, too, where it names the service in place of the id, as old servers do', () => {
    expect(parse(samlAnswer('u', { response: `InResponseTo="${SERVICE}"` }))).toMatchObject({ success: true });
    for (const other of [`${SERVICE}d`, SERVICE.slice(0, -1), 'https://other.example/', '']) {
      expect(() => parse(samlAnswer('u', { response: `InResponseTo="${other}"` }))).toThrow(bad);
    }
  });

  it('with values that have elements inside names what it leaves out, or takes their texts', () => {
    const nested = saml.attribute('targetedId', '<x><saml:NameIdentifier>abc</saml:NameIdentifier></x>', 'plain');
    const statements = saml.attributes('u', nested) + saml.authentication('u');
    const text = samlAnswer('u', { statements });
    expect(parse(text)).toMatchObject({ attributes: { targetedId: ['plain'] }, leftOut: ['targetedId'] });
    const question = { requestId: REQUEST_ID, service: SERVICE, nowMs: NOW, toleranceMs: 0 };
    const flattened = parseSamlResponse(text, question, { ...STANDARD_READING, flattenAttributes: true });
    expect(flattened).toMatchObject({ attributes: { targetedId: ['abc', 'plain'] }, leftOut: undefined });
  });

  it('joins a name that a comment cuts in two', () => {
    expect(parse(samlAnswer('admin<!-- -->istrator'))).toMatchObject({ user: 'administrator' });
  });

  const one = saml.assertion(saml.conditions() + saml.authentication('u'));
  it.each([
    ['nothing', ''],
    ['a plain CAS answer', '<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas"/>'],
    ['a DOCTYPE', samlAnswer('u').replace('?>', '?><!DOCTYPE x>')],
    [
      'another SOAP version',
      samlAnswer('u').replace('schemas.xmlsoap.org/soap/envelope/', 'www.w3.org/2003/05/soap-envelope'),
    ],
    ['SAML 2', samlAnswer('u').replace('SAML:1.0:protocol', 'SAML:2.0:protocol')],
    ['another major version', samlAnswer('u').replace('MajorVersion="1"', 'MajorVersion="2"')],
    ['a SOAP fault', samlAnswer('u').replace(/<saml1p:Response.*<\/saml1p:Response>/s, '<SOAP-ENV:Fault/>')],
    ['two responses', samlAnswer('u').replace(/(<saml1p:Response.*<\/saml1p:Response>)/s, '$1$1')],
    ['something beside the response', samlAnswer('u').replace('<saml1p:Response', '<x/><saml1p:Response')],
    ['two bodies', samlAnswer('u').replace('<SOAP-ENV:Header/>', '<SOAP-ENV:Body/>')],
    ['no status', samlAnswer('u').replace(/<saml1p:Status>.*<\/saml1p:Status>/s, '')],
    ['two statuses', samlAnswer('u').replace(/(<saml1p:Status>.*<\/saml1p:Status>)/s, '$1$1')],
    ['two status codes', samlAnswer('u', { status: '<saml1p:StatusCode Value="saml1p:Success"/>'.repeat(2) })],
    ['no assertion', samlAnswer('u', { assertions: '' })],
    ['two assertions', samlAnswer('u', { assertions: one + one })],
    ['an assertion of SAML 2', samlAnswer('u').replace('SAML:1.0:assertion', 'SAML:2.0:assertion')],
    ['an assertion in another place', samlAnswer('u', { assertions: `<x>${one}</x>` })],
    ['no conditions', samlAnswer('u', { conditions: '' })],
    ['two sets of conditions', samlAnswer('u', { conditions: saml.conditions() + saml.conditions() })],
    [
      'conditions without an end',
      samlAnswer('u', { conditions: '<saml:Conditions NotBefore="2026-01-01T00:00:00Z"/>' }),
    ],
    ['attributes of somebody who did not sign in', samlAnswer('u', { statements: saml.attributes('u', '') })],
    [
      'attributes of somebody else',
      samlAnswer('u', { statements: saml.authentication('u') + saml.attributes('v', '') }),
    ],
    ['two sign-ins', samlAnswer('u', { statements: saml.authentication('u') + saml.authentication('u') })],
    ['no user', samlAnswer('')],
    ['a user with a line feed', samlAnswer('u&#10;v')],
    ['two users', samlAnswer('u</saml:NameIdentifier><saml:NameIdentifier>u')],
  ])('is refused with %s', (_what, text) => {
    expect(() => parse(text)).toThrow(bad);
  });

  it('is refused when it was cut short at any byte', () => {
    const bytes = Buffer.from(samlAnswer('Zoë'));
    for (let length = 0; length < bytes.length; length++) {
      expect(() => parse(bytes.subarray(0, length).toString('utf8'))).toThrow(bad);
    }
  });

  it('with anything in any place is read or refused, and names nobody but its user', () => {
    const junk = fc.oneof(
      anyText,
      fc.constantFrom(one, saml.conditions(), saml.authentication('admin'), '<x/>', '&#65;'),
    );
    const parts = fc.record(
      { status: junk, response: junk, conditions: junk, statements: junk, assertions: junk },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(parts, (given) => {
        try {
          const outcome = parse(samlAnswer('u', given));
          if (outcome.success) expect(['u', 'admin']).toContain(outcome.user);
        } catch (error) {
          expect(error).toBeInstanceOf(WhoError);
          expect(error).toEqual(bad);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a SAML question', () => {
  const find = (element: XmlElement, name: string): XmlElement | undefined =>
    element.name === name ? element : element.children.map((child) => find(child, name)).find((found) => found);

  it('has the ticket as text, whatever is in it', () => {
    const ticket = 'ST-1</samlp:AssertionArtifact><samlp:AssertionArtifact>ST-2 & "x"';
    const envelope = parseXml(samlRequest({ requestId: REQUEST_ID, issuedAt: NOW, ticket }));
    const request = find(envelope, 'Request');
    expect(request?.namespace).toBe('urn:oasis:names:tc:SAML:1.0:protocol');
    expect(request?.attribute('RequestID')).toBe(REQUEST_ID);
    expect(request?.attribute('IssueInstant')).toBe('2026-01-01T12:00:00.000Z');
    expect(request?.children.map(({ name, text }) => [name, text])).toEqual([['AssertionArtifact', ticket]]);
  });
});
