import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AttributeRules, readAttributes } from '../src/attributes/attributes.js';
import { useridOf } from '../src/attributes/userid.js';
import { parseXml } from '../src/xml/xml.js';
import { ASSERTION, attribute } from './idp/idp.js';

function read(attributes: string, rules: Partial<AttributeRules> = {}) {
  const statement = parseXml(
    `<saml:AttributeStatement xmlns:saml="${ASSERTION}">${attributes}</saml:AttributeStatement>`,
  );
  return readAttributes([statement], { attributeNames: new Map(), scopes: undefined, ...rules });
}

describe('attributes', () => {
  it.each([
    ['a known OID', 'urn:oid:1.3.6.1.4.1.5923.1.1.1.6', 'eduPersonPrincipalName'],
    ['a known OID with another friendly name', 'urn:oid:2.5.4.4|surname', 'sn'],
    ['an old name of MACE-Dir', 'urn:mace:dir:attribute-def:eduPersonEntitlement', 'eduPersonEntitlement'],
    ['a name of Active Directory', 'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups', 'groups'],
    ['a name of OASIS', 'urn:oasis:names:tc:SAML:attribute:subject-id', 'subject-id'],
    ['an unknown OID with a friendly name', 'urn:oid:1.2.3|shoeSize', 'shoeSize'],
    ['an unknown OID', 'urn:oid:1.2.3', 'urn:oid:1.2.3'],
    ['a plain name', 'mail', 'mail'],
    ['a name that objects have', '__proto__', '__proto__'],
  ])('by %s', (_, name, known) => {
    const { attributes } = read(attribute(name, ' x ', 'y'));
    expect(Object.entries(attributes)).toEqual([[known, ['x', 'y']]]);
  });

  it('have names of choice, by their names and by their friendly names', () => {
    const attributeNames = new Map([
      ['urn:oid:2.5.4.4', 'surname'],
      ['shoeSize', 'size'],
    ]);
    const { attributes } = read(attribute('urn:oid:2.5.4.4', 'x') + attribute('urn:oid:1.2.3|shoeSize', '42'), {
      attributeNames,
    });
    expect({ ...attributes }).toEqual({ surname: ['x'], size: ['42'] });
  });

  it('of two that come to the same name are one, each value once', () => {
    const { attributes } = read(attribute('urn:oid:2.5.4.3', 'x', 'y') + attribute('cn', 'y', 'z'));
    expect({ ...attributes }).toEqual({ cn: ['x', 'y', 'z'] });
  });

  it('may be name identifiers, and nothing else with elements inside', () => {
    const name = '<saml:NameID NameQualifier="idp" SPNameQualifier="sp">opaque</saml:NameID>';
    const { attributes, leftOut } = read(
      attribute('urn:oid:1.3.6.1.4.1.5923.1.1.1.10', name) + attribute('x', '<a>1</a>'),
    );
    expect([{ ...attributes }, leftOut]).toEqual([{ eduPersonTargetedID: ['idp!sp!opaque'] }, ['x']]);
  });

  it('that are scoped are taken with a scope of the identity provider only', () => {
    const eppn = 'urn:oid:1.3.6.1.4.1.5923.1.1.1.6';
    const values = ['a@example.org', 'b@EXAMPLE.org', 'c@other.org', 'd', 'e@x@example.org', '@example.org'];
    const { attributes, leftOut } = read(attribute(eppn, ...values), { scopes: ['example.org'] });
    expect(attributes['eduPersonPrincipalName']).toEqual(['a@example.org', 'b@EXAMPLE.org']);
    expect(leftOut).toEqual(['eduPersonPrincipalName']);
  });

  it('that are scoped are so whatever they are called, and not taken at all where no scope is left', () => {
    const eppn = 'urn:oid:1.3.6.1.4.1.5923.1.1.1.6';
    const attributeNames = new Map([
      [eppn, 'login'],
      ['subject-id', 'id'],
    ]);
    const values = attribute(eppn, 'a@other.org') + attribute('urn:x|subject-id', 'b@other.org');
    for (const scopes of [['example.org'], []]) {
      expect(read(values, { attributeNames, scopes })).toMatchObject({ attributes: {}, leftOut: ['login', 'id'] });
    }
    expect({ ...read(values, { attributeNames }).attributes }).toEqual({ login: ['a@other.org'], id: ['b@other.org'] });
  });

  it('of no value are none', () => {
    expect({ ...read(attribute('x') + attribute('y', '')).attributes }).toEqual({});
  });
});

describe('a userid', () => {
  const subject = { idp: 'urn:idp', nameId: undefined };

  it('is the only value of an attribute, without control characters', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 5 }), { maxLength: 3 }), (values) => {
        const attributes = { uid: values };
        const isGood = values.length === 1 && values[0] !== '' && !/[\p{Cc}\u2028\u2029]/u.test(values[0] ?? '');
        if (isGood) expect(useridOf({ ...subject, attributes }, 'uid')).toBe(values[0]);
        else expect(() => useridOf({ ...subject, attributes }, 'uid')).toThrow('SAML_NO_USERID');
      }),
    );
  });

  it('may be made of all that is said', () => {
    const rule = ({ idp, attributes }: { idp: string; attributes: Readonly<Record<string, readonly string[]>> }) =>
      attributes['uid']?.[0] && `${attributes['uid'][0]}!${idp}`;
    expect(useridOf({ ...subject, attributes: { uid: ['a'] } }, rule)).toBe('a!urn:idp');
    expect(() => useridOf({ ...subject, attributes: {} }, rule)).toThrow('SAML_NO_USERID');
    expect(() => useridOf({ ...subject, attributes: {} }, (async () => 'x') as never)).toThrow('SAML_NO_USERID');
  });
});
