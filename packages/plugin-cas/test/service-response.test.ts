import { WhoError } from '@who/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STANDARD_READING } from '../src/protocol/reading.js';
import { parseServiceResponse } from '../src/protocol/service-response.js';
import { anyText, failure, fixture, fixtureNames, serviceResponse, success, trimmedText } from './support.js';

const attributesOf = (text: string): unknown => {
  const outcome = parseServiceResponse(text);
  return outcome.success ? outcome.attributes : undefined;
};

const bad = expect.objectContaining({ code: 'CAS_BAD_RESPONSE', status: 503 });

/** Anything but a success or a clean refusal to read is a bug. */
function outcomeOrRefusal(text: string): ReturnType<typeof parseServiceResponse> | undefined {
  try {
    return parseServiceResponse(text);
  } catch (error) {
    expect(error).toBeInstanceOf(WhoError);
    expect(error).toEqual(bad);
    return undefined;
  }
}

describe('answers of LemonLDAP::NG', () => {
  it.each(['p3.serviceValidate.ok', 'serviceValidate.ok'])('reads %s', (name) => {
    expect(parseServiceResponse(fixture(name))).toEqual({
      success: true,
      user: 'dwho',
      attributes: {
        cn: ['Doctor Who'],
        mail: ['dwho@badwolf.org'],
        uid: ['dwho'],
        authMethod: ['Demo'],
        groups: ['users', 'timelords'],
        authTime: ['1795306043'],
      },
      proxies: [],
    });
  });

  it('reads UTF-8', () => {
    expect(attributesOf(fixture('serviceValidate.zoe'))).toMatchObject({ cn: ['Zoë Łukasz 日本'] });
  });

  it('keeps a separator inside a value', () => {
    expect(attributesOf(fixture('serviceValidate.semi'))).toMatchObject({ cn: ['one', 'two;three'] });
  });

  it('reads a user with @', () => {
    expect(parseServiceResponse(fixture('serviceValidate.user@example.test'))).toMatchObject({
      user: 'user@example.test',
    });
  });

  it.each([
    ['serviceValidate.expired', 'INVALID_TICKET'],
    ['serviceValidate.unknown', 'INVALID_TICKET'],
    ['serviceValidate.reused', 'INVALID_TICKET'],
    ['serviceValidate.pt', 'INVALID_TICKET'],
    ['serviceValidate.wrongservice', 'INVALID_SERVICE'],
    ['serviceValidate.missing', 'INVALID_REQUEST'],
  ])('reads the failure %s', (name, code) => {
    expect(parseServiceResponse(fixture(name))).toEqual({ success: false, code });
  });

  it('names the proxies, most recent first', () => {
    expect(parseServiceResponse(fixture('proxyValidate.chain2'))).toMatchObject({
      proxies: ['https://client.example.test:18922/pgt2', 'https://client.example.test:18922/pgt'],
    });
  });

  it('does not take a proxy-granting ticket for an attribute', () => {
    expect(attributesOf(fixture('serviceValidate.pgt'))).not.toHaveProperty('proxyGrantingTicket');
  });

  it.each(fixtureNames(/Validate\./))('refuses %s cut short at any byte', (name) => {
    const bytes = Buffer.from(fixture(name).trimEnd());
    for (let length = 0; length < bytes.length; length++) {
      expect(outcomeOrRefusal(bytes.subarray(0, length).toString('utf8'))).toBeUndefined();
    }
  });
});

describe('attributes in four styles', () => {
  it('elements of cas:attributes, repeated ones as values', () => {
    const xml = '<cas:attributes><cas:mail>a</cas:mail><cas:mail>b</cas:mail><cas:sn/></cas:attributes>';
    expect(attributesOf(success('u', xml))).toEqual({ mail: ['a', 'b'], sn: [''] });
  });

  it('name and value elements', () => {
    const xml = `<cas:attributes>
      <cas:attribute><cas:name>mail</cas:name><cas:value>a</cas:value><cas:value>b</cas:value></cas:attribute>
      <cas:attribute><cas:name>sn</cas:name><cas:value>c</cas:value></cas:attribute>
    </cas:attributes>`;
    expect(attributesOf(success('u', xml))).toEqual({ mail: ['a', 'b'], sn: ['c'] });
  });

  it('siblings of cas:user, with or without the namespace', () => {
    expect(attributesOf(success('u', '<cas:mail>a</cas:mail><mail>b</mail>'))).toEqual({ mail: ['a', 'b'] });
  });

  it('name and value as XML attributes', () => {
    const xml = '<cas:attribute name="mail" value="a"/><cas:attribute name="mail" value="b"/>';
    expect(attributesOf(success('u', xml))).toEqual({ mail: ['a', 'b'] });
    expect(attributesOf(success('u', `<cas:attributes>${xml}</cas:attributes>`))).toEqual({ mail: ['a', 'b'] });
  });

  it('leaves out other namespaces and nested elements, and takes no outcome or user from them', () => {
    const xml = `<cas:attributes xmlns:x="urn:x"><x:mail>x</x:mail>
      <cas:deep><cas:user>admin</cas:user></cas:deep><cas:sn><![CDATA[ <b> ]]></cas:sn></cas:attributes>`;
    expect(parseServiceResponse(success('u', xml))).toMatchObject({ user: 'u', attributes: { sn: ['<b>'] } });
    expect(attributesOf(success('u', xml))).not.toHaveProperty('deep');
  });

  it('a name with value elements, and an attribute with neither', () => {
    const xml = '<cas:attribute name="mail"><cas:value>a</cas:value><cas:value>b</cas:value></cas:attribute>';
    expect(attributesOf(success('u', xml))).toEqual({ mail: ['a', 'b'] });
    expect(attributesOf(success('u', '<cas:attribute name="mail">a</cas:attribute>'))).toEqual({ mail: ['a'] });
    expect(attributesOf(success('u', '<cas:attribute>a</cas:attribute>'))).toEqual({ attribute: ['a'] });
  });

  it.each<[string, string]>([
    ['elements and siblings', '<cas:attributes><cas:m>a</cas:m><cas:m>b</cas:m></cas:attributes><cas:m>a</cas:m>'],
    ['siblings first', '<cas:m>a</cas:m><cas:attributes><cas:m>a</cas:m><cas:m>b</cas:m></cas:attributes>'],
    [
      'elements, and names and values',
      `<cas:attributes><cas:m>a</cas:m><cas:m>b</cas:m><cas:attribute name="m" value="a"/>
       <cas:attribute><cas:name>m</cas:name><cas:value>b</cas:value></cas:attribute></cas:attributes>`,
    ],
  ])('are one where a server sends %s', (_styles, xml) => {
    expect(attributesOf(success('u', xml))).toEqual({ m: ['a', 'b'] });
  });

  it('keep what is there twice in one of them', () => {
    const xml = '<cas:attributes><cas:m>a</cas:m><cas:m>a</cas:m></cas:attributes><cas:m>b</cas:m>';
    expect(attributesOf(success('u', xml))).toEqual({ m: ['a', 'a', 'b'] });
  });

  it('takes names that objects have by nature', () => {
    const xml = '<cas:attributes><cas:__proto__>a</cas:__proto__><cas:constructor>b</cas:constructor></cas:attributes>';
    const attributes = attributesOf(success('u', xml)) as Record<string, unknown>;
    expect(Object.entries(attributes)).toEqual([
      ['__proto__', ['a']],
      ['constructor', ['b']],
    ]);
    expect(attributes['toString']).toBeUndefined();
  });
});

describe('attributes inside of others', () => {
  const flattened = (inner: string): unknown =>
    parseServiceResponse(success('u', inner), { ...STANDARD_READING, flattenAttributes: true });

  const CASES: readonly [string, string, object, readonly string[]][] = [
    [
      'userAttributes with names',
      `<cas:attributes><cas:userAttributes><cas:attribute name="email">u@example.org</cas:attribute>
       <cas:attribute name="displayName" value="U"/></cas:userAttributes></cas:attributes>`,
      { email: ['u@example.org'], displayName: ['U'] },
      ['userAttributes'],
    ],
    [
      'userAttributes with elements, beside the same outside',
      `<cas:attributes><cas:mail>a</cas:mail><cas:userAttributes><cas:mail>a</cas:mail><cas:sn>b</cas:sn>
       </cas:userAttributes></cas:attributes>`,
      { mail: ['a'], sn: ['b'] },
      ['userAttributes'],
    ],
    [
      'groups of EU Login',
      `<cas:domain>eu</cas:domain><cas:groups number="2"><cas:group>A</cas:group><cas:group>B</cas:group></cas:groups>
       <cas:strengths number="1"><cas:strength>PASSWORD</cas:strength></cas:strengths>`,
      { domain: ['eu'], group: ['A', 'B'], strength: ['PASSWORD'] },
      ['groups', 'strengths'],
    ],
    [
      'extended attributes of EU Login',
      `<cas:extendedAttributes><cas:extendedAttribute name="http://example.org/level">
       <cas:attributeValue>high</cas:attributeValue></cas:extendedAttribute></cas:extendedAttributes>`,
      { 'http://example.org/level': ['high'] },
      ['extendedAttributes'],
    ],
    [
      'text beside elements, several levels',
      '<cas:a>x<cas:b>y<cas:c>z</cas:c></cas:b></cas:a>',
      { a: ['x'], b: ['y'], c: ['z'] },
      ['a'],
    ],
    [
      'elements inside of a value',
      '<cas:attribute><cas:name>org</cas:name><cas:value><cas:unit>x</cas:unit></cas:value></cas:attribute>',
      { unit: ['x'] },
      ['org'],
    ],
  ];

  it.each(CASES)('are taken where that is wanted: %s', (_what, xml, attributes) => {
    expect(flattened(xml)).toEqual({ success: true, user: 'u', attributes, proxies: [] });
  });

  it.each(CASES)('are named where it is not: %s', (_what, xml, _attributes, leftOut) => {
    expect(parseServiceResponse(success('u', xml))).toMatchObject({ leftOut });
  });

  it('make nobody another user, and bring no proxies', () => {
    const xml = `<cas:a><cas:user>admin</cas:user><cas:proxies><cas:proxy>https://p.example/</cas:proxy></cas:proxies>
      <cas:proxyGrantingTicket>PGTIOU-1</cas:proxyGrantingTicket></cas:a>`;
    expect(flattened(xml)).toMatchObject({ user: 'u', proxies: [], pgtIou: undefined });
  });

  it('of another namespace are named, at any depth', () => {
    const xml = '<x:mail xmlns:x="urn:x">a</x:mail><cas:a><x:sn xmlns:x="urn:x">b</x:sn></cas:a>';
    expect(flattened(xml)).toMatchObject({ attributes: {}, leftOut: ['mail', 'sn'] });
  });
});

describe('an answer in another namespace', () => {
  const EU = 'https://ecas.ec.europa.eu/cas/schemas';
  const reading = { ...STANDARD_READING, namespaces: [EU, `${EU}/`] };
  const inEu = (text: string, namespace = EU): string => text.replace('http://www.yale.edu/tp/cas', namespace);

  it('is read where that is one of those it may be in', () => {
    for (const namespace of reading.namespaces) {
      const text = inEu(success('u', '<cas:email>a</cas:email>'), namespace);
      expect(parseServiceResponse(text, reading)).toMatchObject({ user: 'u', attributes: { email: ['a'] } });
    }
    expect(parseServiceResponse(inEu(failure('INVALID_TICKET')), reading)).toMatchObject({ code: 'INVALID_TICKET' });
  });

  it('is refused otherwise, and says by which option', () => {
    const problem = expect.objectContaining({ message: expect.stringContaining('"namespace"') });
    expect(() => parseServiceResponse(inEu(success('u')))).toThrow(problem);
    expect(() => parseServiceResponse(success('u'), reading)).toThrow(problem);
    expect(() => parseServiceResponse(inEu(success('u'), `${EU}//`), reading)).toThrow(problem);
  });

  it('is in one of them with all that it has', () => {
    const mixed = success('u').replaceAll('cas:user', 'x:user').replace('>', ` xmlns:x="${EU}/">`);
    expect(() => parseServiceResponse(inEu(mixed), reading)).toThrow(bad);
  });
});

describe('white space around a user', () => {
  it('of XML goes, and no other: that may be another user', () => {
    expect(parseServiceResponse(success(' \t\r\n u \n'))).toMatchObject({ user: 'u' });
    for (const space of ['\u00a0', '\ufeff', '\u2003', '\u3000', '\u1680']) {
      const user = `${space}u${space}`;
      expect(parseServiceResponse(success(user))).toMatchObject({ user });
      expect(attributesOf(success('u', `<cas:sn>${user}</cas:sn>`))).toEqual({ sn: [user] });
    }
  });
});

describe('a large answer', () => {
  const groups = Array.from({ length: 2000 }, (_, i) => `CN=${String(i).padStart(97, 'x')}`);

  it.each<[string, (group: string) => string]>([
    ['elements', (group) => `<cas:memberOf>${group}</cas:memberOf>`],
    [
      'names and values',
      (g) => `<cas:attribute><cas:name>memberOf</cas:name><cas:value>${g}</cas:value></cas:attribute>`,
    ],
  ])('is read whole: 2000 groups as %s', (_style, write) => {
    const xml = `<cas:attributes>${groups.map(write).join('\n')}</cas:attributes>`;
    expect(attributesOf(success('u', xml))).toEqual({ memberOf: groups });
  });

  it('with too many elements says by which option', () => {
    const message = expect.stringContaining('"maxResponseBytes"');
    expect(() => parseServiceResponse(success('u', '<a/>'.repeat(10_000)))).toThrow(
      expect.objectContaining({ message }),
    );
  });
});

describe('structure', () => {
  it('accepts any prefix, a default namespace, a declaration, comments and other elements beside the outcome', () => {
    const xml = `<?xml version="1.0" encoding="UTF-8"?><!-- hello -->
      <serviceResponse xmlns="http://www.yale.edu/tp/cas"><extra><authenticationFailure code="X"/></extra>
      <authenticationSuccess><user>
        u
      </user></authenticationSuccess></serviceResponse>`;
    expect(parseServiceResponse(xml)).toMatchObject({ success: true, user: 'u' });
  });

  it('trims and upper-cases a failure code, and does not repeat a strange one', () => {
    expect(parseServiceResponse(failure(' invalid_ticket '))).toEqual({ success: false, code: 'INVALID_TICKET' });
    expect(parseServiceResponse(failure('&lt;script&gt;'))).toEqual({ success: false, code: 'UNKNOWN' });
  });

  const ok = '<cas:authenticationSuccess><cas:user>u</cas:user></cas:authenticationSuccess>';
  const no = '<cas:authenticationFailure code="INVALID_TICKET"/>';
  it.each([
    ['nothing', ''],
    ['text', 'yes\nuser\n'],
    ['HTML', '<!doctype html><html><body>hello</body></html>'],
    ['a DOCTYPE', `<!DOCTYPE r [<!ENTITY u "admin">]>${success('&u;')}`],
    ['an external entity', `<!DOCTYPE r [<!ENTITY u SYSTEM "file:///etc/passwd">]>${success('&u;')}`],
    ['an undefined entity', success('&constructor;')],
    ['another namespace', success('u').replace('yale.edu', 'example.org')],
    [
      'no namespace',
      success('u')
        .replaceAll('cas:', '')
        .replace(/ xmlns\S+"/, ''),
    ],
    ['an unbound prefix', success('u').replace(/ xmlns\S+"/, '')],
    ['an outcome of another namespace', serviceResponse(ok.replaceAll('cas:', 'x:')).replace('>', ' xmlns:x="urn:x">')],
    ['another root', ok.replace('>', ' xmlns:cas="http://www.yale.edu/tp/cas">')],
    ['no outcome', serviceResponse('')],
    ['an outcome further down', serviceResponse(`<cas:extra>${ok}</cas:extra>`)],
    ['a success and a failure', serviceResponse(ok + no)],
    ['a failure and a success', serviceResponse(no + ok)],
    ['two successes', serviceResponse(ok + ok)],
    ['a failure inside a success', success('u', no)],
    ['no user', serviceResponse('<cas:authenticationSuccess/>')],
    ['an empty user', success('  ')],
    ['two users', success('u', '<cas:user>admin</cas:user>')],
    ['a user of another namespace', success('u').replaceAll('cas:user', 'user')],
    ['a user with a line feed', success('u&#10;admin')],
    ['a user with a NUL', success('u&#0;')],
    ['two documents', success('u') + success('admin')],
    ['something behind the document', `${success('u')}x`],
    ['too deep an answer', success('u', '<a>'.repeat(100) + '</a>'.repeat(100))],
    ['too many attributes', success('u', '<a/>'.repeat(20_000))],
  ])('refuses %s', (_what, xml) => {
    expect(() => parseServiceResponse(xml)).toThrow(bad);
  });

  it('does not quote the answer in the error', () => {
    try {
      parseServiceResponse(success('very-secret').slice(0, -5));
      expect.unreachable();
    } catch (error) {
      expect(String((error as Error).stack)).not.toContain('very-secret');
    }
  });
});

describe('any text', () => {
  const name = fc.constantFrom(
    'serviceResponse',
    'authenticationSuccess',
    'authenticationFailure',
    'user',
    'attributes',
    'x',
  );
  const prefix = fc.constantFrom('cas:', '', 'x:', 'y:');
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom('u', '&amp;', '&lt;', '&#65;', '&u;', '<![CDATA[<cas:user>]]>', '<!-- -->'),
  );
  const { element } = fc.letrec<{ element: string }>((tie) => ({
    element: fc
      .tuple(prefix, name, fc.array(fc.oneof({ maxDepth: 5 }, text, tie('element')), { maxLength: 4 }))
      .map(([p, n, inner]) => `<${p}${n}>${inner.join('')}</${p}${n}>`),
  }));

  it('is read or refused, and makes nobody a user who is not directly in a single success', () => {
    fc.assert(
      fc.property(fc.array(element, { maxLength: 3 }), (inner) => {
        const xml = `<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas" xmlns:x="urn:x">${inner.join('')}</cas:serviceResponse>`;
        const outcome = outcomeOrRefusal(xml);
        if (!outcome?.success) return;
        expect(inner.filter((part) => part.startsWith('<cas:authentication'))).toHaveLength(1);
        expect(outcome.user).not.toBe('');
      }),
      { numRuns: 500 },
    );
  });

  it('is refused when it is no XML', () => {
    fc.assert(
      fc.property(anyText, (xml) => {
        expect(outcomeOrRefusal(xml)).toBeUndefined();
      }),
    );
  });

  it('comes back as it went in', () => {
    const escapeXml = (value: string): string => value.replace(/[&<>"'\r]/g, (char) => `&#${char.charCodeAt(0)};`);
    const value = fc.string({ unit: 'grapheme' }).filter((v) => /^[\t\n\x20-\ud7ff]*$/.test(v));
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z_][a-z0-9_.-]{0,10}$/), fc.array(value, { minLength: 1 })),
        (given) => {
          const xml = Object.entries(given).flatMap(([n, values]) =>
            values.map((v) => `<cas:${n}>${escapeXml(v)}</cas:${n}>`),
          );
          const trimmed = Object.entries(given).map(([n, values]) => [n, values.map(trimmedText)]);
          const attributes = attributesOf(success('u', `<cas:attributes>${xml.join('')}</cas:attributes>`));
          expect(Object.entries(attributes as object).sort()).toEqual(
            trimmed.filter(([n]) => n !== 'attribute').sort(),
          );
        },
      ),
    );
  });
});
