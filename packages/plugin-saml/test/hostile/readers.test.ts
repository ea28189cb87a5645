import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../answer-support.js';
import { attribute, idpKeys, nameId, responseXml, signedResponse } from '../idp/idp.js';
import { signElement } from '../idp/sign.js';

/** What two readers of XML may understand in two ways. */
const ambiguous: Readonly<Record<string, string>> = {
  'a comment inside of the NameID': signedResponse().replace('alice@', 'alice<!-- -->@'),
  'a comment inside of a NameID that was signed so': signElement(
    responseXml({ nameId: nameId('admin<!-- -->.mallory') }),
    'Assertion',
    idpKeys,
  ),
  'a comment anywhere else': signedResponse().replace('<samlp:Status>', '<!-- --><samlp:Status>'),
  'a comment before it': `<!-- -->${signedResponse()}`,
  'a processing instruction inside of the NameID': signedResponse().replace('alice@', 'alice<?x y?>@'),
  'a CDATA section inside of the NameID': signedResponse().replace('alice@', '<![CDATA[alice]]>@'),
  'a DOCTYPE': `<!DOCTYPE x>${signedResponse()}`,
  'a DOCTYPE with entities': `<!DOCTYPE x [<!ENTITY user "mallory">]>${signedResponse().replace('alice', '&user;')}`,
  'an entity that nobody knows': signedResponse().replace('alice', '&user;'),
  'another encoding': `<?xml version="1.0" encoding="utf-7"?>${signedResponse()}`,
  'another version of XML': `<?xml version="1.1"?>${signedResponse()}`,
  'an identifier twice': signedResponse({ more: '<saml:Advice ID="_same"/><saml:Advice ID="_same"/>' }),
  'an identifier with another prefix': signedResponse({
    more: '<saml:Advice xml:id="_same"/><saml:Advice Id="_same"/>',
  }),
  'an identifier with a quote': signedResponse().replace(/(<samlp:Response [^>]*ID=")[^"]*/, "$1_'or'"),
  'an element inside of the NameID': signedResponse({ nameId: nameId('alice<b xmlns="urn:x">@</b>example.org') }),
  'two NameIDs': signedResponse({ nameId: nameId('alice') + nameId('mallory') }),
  'two subjects': signedResponse({ more: `<saml:Subject>${nameId('mallory')}</saml:Subject>` }),
  'two AuthnStatements': signedResponse({ more: '<saml:AuthnStatement AuthnInstant="2026-01-01T00:00:00Z"/>' }),
  'two Conditions': signedResponse({ more: '<saml:Conditions/>' }),
  'text behind it': `${signedResponse()}x`,
  'another root behind it': signedResponse() + signedResponse(),
  'nothing in it': '',
  'a prefix that is not bound': signedResponse().replace('<saml:Subject>', '<saml:Subject x:y="">'),
  'great depth': signedResponse({ attributes: attribute('x', '<a>'.repeat(50) + '</a>'.repeat(50)) }),
  'very many elements': signedResponse({ attributes: attribute('x', '<a/>'.repeat(30_000)) }),
};

describe('a response with', () => {
  it.each(Object.entries(ambiguous))('%s signs nobody in', async (_, xml) => {
    expect(await outcomeOf(xml)).toBe('SAML_MALFORMED');
  });
});
