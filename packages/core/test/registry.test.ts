import { describe, expect, it } from 'vitest';
import { createWho, type Plugin, type Plugins, type WhoOptions } from '../src/index.js';
import { fixedChallenger, fixedMetadata, headerIdentifier, listAuthenticator } from './support.js';

/** Puts together what the compiler would refuse, as plain JavaScript can. */
function create(options: object): unknown {
  const publicUrl = 'https://app.example.org';
  return createWho({ publicUrl, plugins: {}, ...options } as WhoOptions<Plugins, []>);
}

const plugins = {
  a: headerIdentifier('x-a'),
  list: listAuthenticator('ann'),
  login: fixedChallenger(undefined),
  mail: fixedMetadata({}),
};

describe('createWho', () => {
  it.each([
    {
      orders: { identifiers: ['b'] },
      says: /"b" \(in the order of identifiers\) is not registered.*a, list, login, mail/,
    },
    {
      orders: { identifiers: ['list'] },
      says: /"list" .*cannot be the identifier: it has no identify\(\), remember\(\), forget\(\)/,
    },
    { orders: { authenticators: ['a'] }, says: /"a" .*cannot be the authenticator: it has no authenticate\(\)/ },
    {
      orders: { challengers: [{ plugin: 'mail', only: ['x'] }] },
      says: /"mail" .*challenger: it has no challenge\(\)/,
    },
    { orders: { metadataProviders: ['login'] }, says: /"login" .*metadataProvider: it has no addMetadata\(\)/ },
    { orders: { identifiers: ['a', 'a'] }, says: /"a" stands twice/ },
    { orders: { identifiers: [{ plugin: 'a', only: [] }] }, says: /"a" has an empty "only"/ },
    { orders: { identifiers: ['toString'] }, says: /"toString" .*is not registered/ },
  ])('refuses $orders', ({ orders, says }) => {
    expect(() => create({ plugins, ...orders })).toThrow(
      expect.objectContaining({ code: 'BAD_PLUGIN', message: expect.stringMatching(says) }),
    );
  });

  it.each([undefined, null, 1, {}, { identify() {} }, { identify: true, remember() {}, forget() {} }])(
    'refuses the plugin %o, which plays no role',
    (plugin) => {
      expect(() => create({ plugins: { odd: plugin as Plugin } })).toThrow(/"odd" plays no role/);
    },
  );

  it('checks what plugins need of each other', () => {
    const cas = { ...headerIdentifier('x-c'), needs: { ticket: 'identifier' } };
    expect(() => create({ plugins: { cas } })).toThrow(/"ticket" \(which "cas" needs\) is not registered/);
    expect(() => create({ plugins: { cas, ticket: plugins.list } })).toThrow(
      /"ticket" \(which "cas" needs\) cannot be the identifier/,
    );
    expect(() => create({ plugins: { cas, ticket: plugins.a } })).not.toThrow();
  });

  it.each([
    '',
    'app.example.org',
    '/app',
    'ftp://app.example.org',
    'https://u:p@app.example.org',
    'https://app.example.org/?a',
    'https://app.example.org/#a',
    'javascript:alert(1)',
  ])('refuses the public URL %j', (publicUrl) => {
    expect(() => create({ publicUrl })).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }));
  });

  it.each([{ publicUrl: [] }, { maxFormBytes: 0 }, { maxFormBytes: 1.5 }])('refuses %o', (options) => {
    expect(() => create(options)).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }));
  });
});
