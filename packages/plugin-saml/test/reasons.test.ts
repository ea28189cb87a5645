import type { Facts, Reason } from '@who/core';
import { type FakeExchangeOptions, fakeExchange, plainRememberer } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import type { SamlOptions } from '../src/index.js';
import { attribute, nameId, type Says } from './idp/idp.js';
import { arrival, make } from './support.js';

type Said = (readonly [code: string, facts: Facts | undefined])[];

/** What is said while an answer is taken or refused. */
async function saidOf(says: Says, options: Partial<SamlOptions> = {}, spoil?: (xml: string) => string): Promise<Said> {
  const plugin = make(options);
  const plugins = { saml: plugin, ticket: plainRememberer() };
  const said: Said = [];
  const explain = ({ code }: Reason, facts?: Facts): unknown => said.push([code, facts]);
  const exchange = (request: FakeExchangeOptions) => fakeExchange({ plugins, explain, ...request });
  const request = await arrival(plugin, exchange({ url: '/page' }), says, spoil);
  said.length = 0;
  const here = exchange(request);
  const found = await plugin.identify(here);
  if (found?.credentials) await plugin.authenticate(here, found.credentials);
  return said;
}

describe('the reason', () => {
  it('of a sign-in', async () => {
    expect((await saidOf({})).map(([code]) => code)).toEqual(['SAML_RESPONSE_CAME', 'SAML_ACCEPTED']);
  });

  const cases: Readonly<Record<string, readonly [Says, Partial<SamlOptions>?, ((xml: string) => string)?]>> = {
    SAML_NOT_GENUINE: [{}, {}, (xml) => xml.replace('alice@', 'bob@')],
    SAML_UNSIGNED: [{}, {}, (xml) => xml.replace(/<ds:Signature\b[\s\S]*<\/ds:Signature>/, '')],
    SAML_OTHER_ISSUER: [{ issuer: 'urn:x' }],
    SAML_OTHER_AUDIENCE: [{ audience: 'urn:x' }],
    SAML_OTHER_RECIPIENT: [{ recipient: 'urn:x' }],
    SAML_OTHER_REQUEST: [{ requestId: '_other' }],
    SAML_EXPIRED: [{ notOnOrAfterMs: Date.now() - 120_000 }],
    SAML_NOT_YET_VALID: [{ notBeforeMs: Date.now() + 120_000 }],
    SAML_NO_USERID: [{ nameId: nameId('x', 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient') }],
    SAML_NOT_RENEWED: [{ authnInstantMs: Date.now() - 3_600_000 }, { renew: true }],
    SAML_OTHER_CONTEXT: [{}, { authnContexts: ['urn:x'] }],
  };
  it.each(Object.entries(cases))('%s', async (code, [says, options, spoil]) => {
    const said = await saidOf(says, options, spoil);
    expect(said.at(-1)?.[0]).toBe(code);
    expect(JSON.stringify(said)).not.toMatch(/alice|bob/);
  });

  it('of attributes that are left out is a warning, once', async () => {
    const warnings: string[] = [];
    const plugin = make();
    const plugins = { saml: plugin, ticket: plainRememberer() };
    const logger = {
      debug() {},
      warn: (text: string) => void (text.includes('left out') && warnings.push(text)),
      error() {},
    };
    for (let i = 0; i < 2; i++) {
      const attributes = attribute('nested', '<a xmlns="urn:x">1</a>');
      const request = await arrival(plugin, fakeExchange({ plugins, url: '/page' }), { attributes });
      const here = fakeExchange({ plugins, logger, ...request });
      const found = await plugin.identify(here);
      if (found?.credentials) await plugin.authenticate(here, found.credentials);
    }
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('"nested"');
  });
});
