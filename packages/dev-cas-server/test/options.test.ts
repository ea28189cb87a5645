import { describe, expect, it } from 'vitest';
import {
  type AttributeStyle,
  type DevCasServerOptions,
  type DevCasUsers,
  sampleUsers,
  startDevCasServer,
} from '../src/index.js';
import { resolveOptions } from '../src/options.js';
import { start, validate } from './helpers.js';

/** What JavaScript may pass. */
const wrong = (options: Record<string, unknown>): DevCasServerOptions => options;

describe('resolveOptions', () => {
  it('fills in the documented defaults', () => {
    const { users, logger, now, serviceAllowed, proxyAllowed, logoutChannel, ...plain } = resolveOptions();
    expect(plain).toEqual({
      port: 0,
      host: '127.0.0.1',
      basePath: '/cas',
      showAccounts: true,
      ticketLifetimeSeconds: 60,
      sessionLifetimeSeconds: 28_800,
      attributeStyle: 'elements',
      attributesInServiceValidate: false,
      frontChannelEncoding: 'deflate',
      backChannelTimeoutMs: 2_000,
    });
    expect([...users.values()]).toEqual(sampleUsers);
    expect(now).toBe(Date.now);
    expect(serviceAllowed(new URL('http://a.test'))).toBe(true);
    expect(proxyAllowed(new URL('http://a.test'))).toBe(true);
    expect(logoutChannel(new URL('http://a.test'))).toBe('back-channel');
    expect(logger.error).toBeTypeOf('function');
  });

  it.each([
    ['/', ''],
    ['/cas/', '/cas'],
    ['/a/b.c', '/a/b.c'],
  ])('takes the base path %s', (basePath, expected) => {
    expect(resolveOptions({ basePath }).basePath).toBe(expected);
  });

  it.each<[string, Record<string, unknown>]>([
    ['prt', { prt: 3001 }],
    ['port', { port: -1 }],
    ['port', { port: 65_536 }],
    ['port', { port: 1.5 }],
    ['port', { port: Number.NaN }],
    ['port', { port: '3001' }],
    ['host', { host: '0.0.0.0' }],
    ['host', { host: '' }],
    ['host', { host: '::' }],
    ['host', { host: '127.0.0.2' }],
    ['host', { host: 'example.org' }],
    ['basePath', { basePath: '' }],
    ['basePath', { basePath: 'cas' }],
    ['basePath', { basePath: '//cas' }],
    ['basePath', { basePath: '/c s' }],
    ['basePath', { basePath: '/cas;x' }],
    ['attributeStyle', { attributeStyle: 'json' }],
    ['proxyAllowed', { proxyAllowed: 'http://a.test' }],
    ['logoutChannel', { logoutChannel: 'front' }],
    ['frontChannelEncoding', { frontChannelEncoding: 'gzip' }],
    ['ticketLifetimeSeconds', { ticketLifetimeSeconds: 0 }],
    ['sessionLifetimeSeconds', { sessionLifetimeSeconds: Number.POSITIVE_INFINITY }],
    ['backChannelTimeoutMs', { backChannelTimeoutMs: '5' }],
    ['showAccounts', { showAccounts: 'false' }],
    ['attributesInServiceValidate', { attributesInServiceValidate: 1 }],
    ['now', { now: 5 }],
    ['serviceAllowed', { serviceAllowed: ['http://a.test'] }],
    ['users', { users: null }],
    ['users', { users: 'ada' }],
    ['users', { users: [null] }],
    ['users', { users: { ada: null } }],
    ['users', { users: [{ password: 'x' }] }],
    ['users', { users: [{ userid: '', password: 'x' }] }],
    ['users', { users: [{ userid: 'ada' }] }],
    ['users', { users: { ada: { password: 5 } } }],
    ['atributes', { users: { ada: { password: 'x', atributes: {} } } }],
    [
      'users',
      {
        users: [
          { userid: 'ada', password: '1' },
          { userid: 'ada', password: '2' },
        ],
      },
    ],
    ['users', { users: { ada: { password: 'x', attributes: [] } } }],
    ['users', { users: { ada: { password: 'x', attributes: { age: 36 } } } }],
    ['users', { users: { ada: { password: 'x', attributes: { groups: ['a', 5] } } } }],
    ['users', { users: { ada: { password: 'x', attributes: { 'urn:oid:0.9': 'x' } } } }],
    ['users', { attributeStyle: 'siblings', users: { ada: { password: 'x', attributes: { user: 'root' } } } }],
  ])('names %s when it is bad: %o', async (option, options) => {
    const refusal = { code: 'BAD_OPTION', message: expect.stringContaining(`"${option}"`) };
    expect(() => resolveOptions(wrong(options))).toThrow(expect.objectContaining(refusal));
    await expect(startDevCasServer(wrong(options))).rejects.toMatchObject(refusal);
  });

  it('says what was probably meant, in every object that it is given', async () => {
    expect(() => resolveOptions(wrong({ baseUrl: '/' }))).toThrow('Option "baseUrl" is not known.');
    expect(() => resolveOptions(wrong({ basepath: '/' }))).toThrow('Did you mean "basePath"?');
    expect(() => resolveOptions(5 as never)).toThrow('The options must be an object. Known: port, ');
    const server = await start();
    expect(() => server.faults.set(wrong({ validte: 'slow' }) as never)).toThrow('Did you mean "validate"?');
    const request = wrong({ userid: 'ada', service: 'http://a.test/', from_new_login: true });
    expect(() => server.issueTicket(request as never)).toThrow('Did you mean "fromNewLogin"?');
  });

  it('never says a password', () => {
    const users = [{ userid: 'ada', password: 'secret-word', attributes: { 'a b': 'x' } }];
    expect(() => resolveOptions({ users })).toThrow(expect.not.objectContaining({ message: /secret-word/ }));
  });

  it.each<AttributeStyle>(['name-value', 'attribute-elements'])(
    'takes any attribute name with %s',
    (attributeStyle) => {
      const users = { ada: { password: 'x', attributes: { 'urn:oid:0.9 <b>': 'x' } } };
      expect(resolveOptions({ users, attributeStyle }).users.size).toBe(1);
    },
  );
});

describe('users', () => {
  it('may stand under their ids, and are copied', async () => {
    const groups = ['a'];
    const users: DevCasUsers = { ada: { password: 'x', attributes: { groups } }, bob: { password: 'y' } };
    const server = await start({ users });
    groups.push('b');
    expect(server.users).toEqual([
      { userid: 'ada', password: 'x', attributes: { groups: ['a'] } },
      { userid: 'bob', password: 'y', attributes: {} },
    ]);
    const service = 'http://app.example.test/';
    const answer = await validate(server, { service, ticket: server.issueTicket({ userid: 'ada', service }) });
    expect(await answer.text()).toContain('<cas:groups>a</cas:groups>\n\t\t</cas:attributes>');
  });
});
