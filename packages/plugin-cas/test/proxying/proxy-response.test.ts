import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseProxyResponse } from '../../src/proxying/proxy-response.js';
import { anyText, fixture, fixtureNames, serviceResponse } from '../support.js';

const bad = expect.objectContaining({ code: 'CAS_BAD_RESPONSE', status: 503 });
const success = (inner: string): string => serviceResponse(`<cas:proxySuccess>${inner}</cas:proxySuccess>`);
const json = (response: unknown): string => JSON.stringify({ serviceResponse: response });

describe('the answer to who wants a proxy ticket', () => {
  it('of a real server holds one', () => {
    for (const name of ['proxy.ok', 'proxy.chained']) {
      expect(parseProxyResponse(fixture(name))).toEqual({
        success: true,
        ticket: expect.stringMatching(/^PT-\w{64}$/),
      });
    }
    expect(fixtureNames(/^proxy\./)).toHaveLength(4);
  });

  it('holds none when it is cut off, wherever', () => {
    const text = fixture('proxy.ok');
    for (let end = 0; end < text.trimEnd().length; end++) {
      expect(() => parseProxyResponse(text.slice(0, end))).toThrow(bad);
    }
  });

  it.each<[string, string]>([
    ['XML', success('<cas:proxyTicket>PT-1</cas:proxyTicket>')],
    ['XML with a service ticket', success('<cas:proxyTicket> ST-1\n</cas:proxyTicket>')],
    ['JSON', json({ proxySuccess: { proxyTicket: 'PT-1' } })],
  ])('holds one in %s', (_kind, text) => {
    expect(parseProxyResponse(text)).toEqual({ success: true, ticket: expect.stringMatching(/^[PS]T-1$/) });
  });

  it.each<[string, string, string]>([
    ['XML', serviceResponse('<cas:proxyFailure code="INVALID_TICKET">no</cas:proxyFailure>'), 'INVALID_TICKET'],
    [
      'XML that says "authenticationFailure"',
      serviceResponse('<cas:authenticationFailure code="INVALID_REQUEST"/>'),
      'INVALID_REQUEST',
    ],
    ['JSON', json({ proxyFailure: { code: 'UNAUTHORIZED_SERVICE', description: 'no' } }), 'UNAUTHORIZED_SERVICE'],
    [
      'JSON that says "authenticationFailure"',
      json({ authenticationFailure: { code: 'INVALID_TICKET' } }),
      'INVALID_TICKET',
    ],
    ['XML without a code', serviceResponse('<cas:proxyFailure/>'), 'UNKNOWN'],
    ['JSON with a strange code', json({ proxyFailure: { code: { a: '<b>' } } }), 'UNKNOWN'],
  ])('is a failure in %s', (_kind, text, code) => {
    expect(parseProxyResponse(text)).toEqual({ success: false, code });
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['HTML', '<html></html>'],
    ['another namespace', fixture('proxy.ok').replace('yale.edu', 'evil.example')],
    ['no outcome', serviceResponse('')],
    [
      'two outcomes',
      serviceResponse(
        '<cas:proxyFailure code="A"/><cas:proxySuccess><cas:proxyTicket>PT-1</cas:proxyTicket></cas:proxySuccess>',
      ),
    ],
    ['no ticket', success('')],
    ['two tickets', success('<cas:proxyTicket>PT-1</cas:proxyTicket><cas:proxyTicket>PT-2</cas:proxyTicket>')],
    ['a granting ticket', success('<cas:proxyTicket>PGT-1</cas:proxyTicket>')],
    ['a ticket that breaks out', success('<cas:proxyTicket>PT-1&amp;a=b</cas:proxyTicket>')],
    ['a DOCTYPE', `<!DOCTYPE a>${fixture('proxy.ok')}`],
    ['half a JSON', json({ proxySuccess: { proxyTicket: 'PT-1' } }).slice(0, -1)],
    ['two outcomes in JSON', json({ proxySuccess: { proxyTicket: 'PT-1' }, proxyFailure: { code: 'A' } })],
    ['the same outcome twice in JSON', '{"serviceResponse":{"proxyFailure":{"code":"A"},"proxyFailure":{"code":"B"}}}'],
    ['a list in JSON', json({ proxySuccess: [{ proxyTicket: 'PT-1' }] })],
    ['a ticket of another kind in JSON', json({ proxySuccess: { proxyTicket: { a: 'PT-1' } } })],
    ['no response in JSON', '{}'],
    ['null in JSON', '{"serviceResponse":null}'],
  ])('is refused: %s', (_what, text) => {
    expect(() => parseProxyResponse(text)).toThrow(bad);
  });

  it('is refused whatever it is, by a code', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          fc.json(),
          fc.json().map((text) => `{"serviceResponse":${text}}`),
        ),
        (text) => {
          expect(() => parseProxyResponse(text)).toThrow(bad);
        },
      ),
    );
  });
});
