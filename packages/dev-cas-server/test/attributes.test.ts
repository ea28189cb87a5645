import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validationXml } from '../src/answers/cas-xml.js';
import { answerIn } from '../src/answers/dialect.js';
import type { Failure, Success } from '../src/answers/outcome.js';
import { type AttributeStyle, sampleUsers } from '../src/index.js';
import { at, type Element, parseXml, start, validate } from './helpers.js';

type Pairs = [name: string, value: string][];

/** How a client reads each style. */
const readers: Record<AttributeStyle, (success: Element | undefined) => Pairs> = {
  elements: (success) => at(success, 'attributes')?.children.map(({ name, text }) => [name, text]) ?? [],
  siblings: (success) => success?.children.slice(1).map(({ name, text }) => [name, text]) ?? [],
  'name-value': (success) =>
    at(success, 'attributes')?.children.map((one) => [at(one, 'name')?.text ?? '', at(one, 'value')?.text ?? '']) ?? [],
  'attribute-elements': (success) =>
    at(success, 'attributes')?.children.map(({ name, attributes }) => [
      name === 'attribute' ? (attributes['name'] ?? '') : '',
      attributes['value'] ?? '',
    ]) ?? [],
};
const styles = Object.keys(readers) as AttributeStyle[];

function xmlOf(result: Failure | Pick<Success, 'userid' | 'attributes'>, style: AttributeStyle = 'elements'): string {
  const whole = 'code' in result ? result : { authenticatedAtMs: 0, proxies: [], ...result };
  return answerIn(validationXml(style), whole).document;
}

describe.each(styles)('style %s', (attributeStyle) => {
  it.each(sampleUsers.map((user) => [user.userid, user] as const))('tells all about %s', async (userid, user) => {
    const server = await start({ attributeStyle });
    const service = 'http://app.example.test/';
    const response = await validate(server, { service, ticket: server.issueTicket({ userid, service }) });
    const pairs = readers[attributeStyle](at(parseXml(await response.text()), 'authenticationSuccess'));
    expect(pairs.slice(0, 3).map(([name]) => name)).toEqual([
      'authenticationDate',
      'longTermAuthenticationRequestTokenUsed',
      'isFromNewLogin',
    ]);
    expect(pairs.slice(3)).toEqual(
      Object.entries(user.attributes ?? {}).flatMap(([name, values]) => [values].flat().map((value) => [name, value])),
    );
  });

  it('carries any text that XML can carry, unchanged', () => {
    const name = attributeStyle === 'elements' || attributeStyle === 'siblings' ? fc.constant('a.b-c') : xmlText;
    fc.assert(
      fc.property(xmlText, fc.array(fc.tuple(name, xmlText), { maxLength: 5 }), (userid, attributes) => {
        const success = at(parseXml(xmlOf({ userid, attributes }, attributeStyle)), 'authenticationSuccess');
        expect(at(success, 'user')?.text).toBe(userid);
        expect(readers[attributeStyle](success)).toEqual(attributes);
      }),
    );
  });
});

/** Texts of what XML 1.0 calls a Char. */
const xmlText = fc
  .string({
    unit: fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), fc.constantFrom(...'<>&"\'\r\n\t]')),
  })
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what XML cannot carry
  .filter((text) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text));

describe('answers', () => {
  it('are well-formed whatever stands in them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const failure = at(parseXml(xmlOf({ code: 'INVALID_TICKET', message: text })), 'authenticationFailure');
        expect(failure?.attributes).toEqual({ code: 'INVALID_TICKET' });
        expect(failure?.children).toEqual([]);
      }),
    );
  });

  it('replace what XML cannot carry', () => {
    const xml = xmlOf({ userid: 'a\u0000b\u001bc\ud800d\ufffe' });
    expect(at(parseXml(xml), 'authenticationSuccess', 'user')?.text).toBe('a\ufffdb\ufffdc\ufffdd\ufffd');
  });
});
