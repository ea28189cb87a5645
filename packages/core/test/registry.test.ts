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
  hiding: { ...headerIdentifier('x-h'), conceals: true },
};

describe('createWho', () => {
  it.each([
    {
      orders: { identifiers: ['b'] },
      says: /"b" \(in the order of identifiers\) is not registered\. Did you mean "a"\?/,
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
    { orders: { challengers: ['lgoin'] }, says: /"lgoin" .*is not registered\. Did you mean "login"\?/ },
    { orders: { challengers: ['form.example'] }, says: /is not registered\. Known: a, list, login, mail, hiding\./ },
    { orders: { challengers: [{ plugin: 'login', only: 'browser' }] }, says: /"login" needs a list .*\["browser"\]/ },
    { orders: { challengers: [{ plugin: 'login', only: [1] }] }, says: /"login" needs a list of classifications/ },
    { orders: { challengers: [{ plugin: 'login' }] }, says: /"login" needs a list of classifications/ },
    { orders: { challengers: [{ plugin: 'login', olny: ['x'] }] }, says: /"login" has an unknown "olny"/ },
    {
      orders: { identifiers: [{ plugin: 'hiding', only: ['browser'] }] },
      says: /"hiding" must not have "only": it takes headers away/,
    },
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

  it('refuses plugins that need each other in a ring', () => {
    const needing = (needed: string) => ({ ...plugins.a, needs: { [needed]: 'identifier' } });
    expect(() => create({ plugins: { a: needing('a') } })).toThrow(/"a" needs itself/);
    const ring = { a: needing('b'), b: needing('c'), c: needing('a') };
    expect(() => create({ plugins: ring })).toThrow(/"a" needs itself, or a plugin that needs it in turn/);
    const other = { ...plugins.list, needs: { b: 'identifier' } };
    expect(() => create({ plugins: { a: plugins.a, list: other, b: needing('a') } })).toThrow(/"list" has "b"/);
    const needs = { list: 'authenticator' };
    expect(() =>
      create({ plugins: { ...plugins, a: { ...plugins.a, needs }, b: needing('c'), c: plugins.a } }),
    ).not.toThrow();
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

  it.each([
    { publicUrl: [] },
    { publicUrl: undefined },
    { publicUrl: 3000 },
    { plugins: undefined },
    { plugins: null },
    { maxFormBytes: 0 },
    { maxFormBytes: 1.5 },
    { challengeRequests: 'everything' },
    { identifier: ['a'] },
    { identifiers: 'a' },
    { challengers: [undefined] },
    { challengers: [{ only: ['browser'] }] },
  ])('refuses %o', (options) => {
    expect(() => create(options)).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }));
  });

  it.each([undefined, null, [], 'https://app.example.org'])('refuses %o in place of options', (options) => {
    expect(() => createWho(options as never)).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }));
  });

  it.each(['identifier', 'publicURL', 'challenger', 'metadata_providers', 'pluginss'])('says what %s means', (name) => {
    expect(() => create({ [name]: [] })).toThrow(/Option ".*" is not known\. Did you mean "\w+"\?$/);
  });

  describe('warns once, at the start,', () => {
    const own = { ...plugins.a, ...plugins.list };
    const remembered = { ...headerIdentifier('x-r'), needs: { a: 'identifier' } };
    const said = (options: object): string[] => {
      const warnings: string[] = [];
      create({ ...options, logger: { debug() {}, warn: (line: string) => warnings.push(line), error() {} } });
      return warnings;
    };

    it.each([
      [
        'a plugin without an order',
        { plugins: { own, list: plugins.list }, identifiers: ['own'], authenticators: ['own'] },
        /"list" is registered, but stands in no order/,
      ],
      [
        'one that cannot verify its own',
        { plugins: { own, list: plugins.list }, identifiers: ['own'], authenticators: ['list'] },
        /"own" is an identifier, but not among the authenticators/,
      ],
      [
        'a rememberer that nobody asks',
        { plugins: { remembered, a: plugins.a }, identifiers: ['remembered'] },
        /"a" remembers for "remembered", but is not among the identifiers/,
      ],
      [
        'one that conceals too late',
        { plugins: { a: plugins.a, hiding: plugins.hiding }, identifiers: ['a', 'hiding'] },
        /"hiding" takes headers away .* put it first/,
      ],
    ])('of %s', (_name, options, line) => {
      expect(said(options)).toEqual([expect.stringMatching(line)]);
    });

    it.each([
      ['what is in order', { plugins: { own }, identifiers: ['own'], authenticators: ['own'] }],
      ['a rememberer', { plugins: { remembered, a: plugins.a }, identifiers: ['remembered', 'a'] }],
      [
        'several that conceal',
        { plugins: { hiding: plugins.hiding, too: { ...plugins.hiding } }, identifiers: ['too', 'hiding'] },
      ],
      [
        'a helper that another plugin needs',
        {
          plugins: { list: { ...plugins.list, needs: { mail: 'metadataProvider' } }, mail: plugins.mail },
          authenticators: ['list'],
        },
      ],
    ])('but not of %s', (_name, options) => {
      expect(said(options)).toEqual([]);
    });
  });
});
