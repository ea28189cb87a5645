import { describe, expect, it } from 'vitest';
import { addressOf } from '../src/address.js';
import { type LdapOptions, ldap } from '../src/index.js';

const good = { urls: 'ldaps://ldap.example.org', baseDn: 'dc=example,dc=org' } as const;

describe('options', () => {
  it.each<Partial<Record<keyof LdapOptions, unknown>>>([
    {},
    { urls: ['ldaps://one.example.org', 'ldap://two.example.org:3389'] },
    { tls: { ca: 'a certificate', servername: 'ldap.example.org', minVersion: 'TLSv1.3' } },
    { bindDn: 'cn=reader,dc=example,dc=org', bindPassword: 'a word' },
    { filter: '(&(objectClass=person)(!(cn=a*)))' },
    { filter: '(cn:dn:=x)' },
    { filter: '(cn=a\\2ab Ärger)' },
    { filter: '(userAccountControl:1.2.840.113556.1.4.803:=2)' },
    { userDn: 'UID={login},dc=example,dc=org' },
    { userDn: 'cn={login},dc=x', useridAttribute: 'CN' },
    { attributes: { mail: 'text', 'cn;lang-de': 'text', '2.5.4.3': 'text', jpegPhoto: 'binary' } },
    { groups: { by: 'memberOf', levels: 5, nameAttribute: 'dn' } },
    { tell: ['ACCOUNT_LOCKED'] },
  ])('may be %o', (options) => {
    expect(() => ldap({ ...good, ...options } as LdapOptions).close()).not.toThrow();
  });

  it.each<[string, Partial<Record<keyof LdapOptions, unknown>>]>([
    ['url', { url: good.urls } as never],
    ['urls', { urls: undefined }],
    ['urls', { urls: [] }],
    ['urls', { urls: 'ldap.example.org' }],
    ['urls', { urls: 'https://ldap.example.org' }],
    ['urls', { urls: 'ldaps://' }],
    ['urls', { urls: 'ldaps://ldap.example.org/dc=example' }],
    ['urls', { urls: 'ldaps://user:word@ldap.example.org' }],
    ['urls', { urls: 'ldaps://ldap.example.org:99999' }],
    ['urls', { urls: ['ldaps://ldap.example.org', 'ldaps://a b'] }],
    ['clearText', { clearText: 'yes' }],
    ['tls', { tls: { rejectUnauthorized: false } }],
    ['tls', { tls: null }],
    ['bindPassword', { bindDn: 'cn=reader' }],
    ['bindPassword', { bindPassword: 'a word' }],
    ['bindPassword', { bindDn: 'cn=reader', bindPassword: '' }],
    ['bindPassword', { bindDn: 'cn=reader', bindPassword: 'change me' }],
    ['bindDn', { bindDn: '', bindPassword: 'a word' }],
    ['bindDn', { bindDn: 'reader', bindPassword: 'a word' }],
    ['baseDn', { baseDn: undefined }],
    ['baseDn', { baseDn: '' }],
    ['baseDn', { baseDn: 'example.org' }],
    ['scope', { scope: 'base' }],
    ['filter', { filter: '' }],
    ['filter', { filter: '(uid={login}' }],
    ['filter', { filter: '(& (a=b) (c=d))' }],
    ['filter', { filter: '(cn=\\c3\\84rger)' }],
    ['filter', { filter: 7 }],
    ['useridAttribute', { useridAttribute: 'u i d' }],
    ['useridAttribute', { useridAttribute: '' }],
    ['loginAttributes', { loginAttributes: [] }],
    ['loginAttributes', { loginAttributes: ['uid', 'a)(b'] }],
    ['loginAttributes', { loginAttributes: ['uid'], userDn: 'uid={login},dc=x' }],
    ['userDn', { userDn: 'uid=alice,dc=x' }],
    ['userDn', { userDn: '{login}' }],
    ['userDn', { userDn: '{login}@example.org' }],
    ['userDn', { userDn: 'cn={login},dc=x' }],
    ['userDn', { userDn: 'uid={login},x' }],
    ['decoyDn', { decoyDn: '' }],
    ['attributes', { attributes: ['mail'] }],
    ['attributes', { attributes: { mail: 'string' } }],
    ['attributes', { attributes: { 'a b': 'text' } }],
    ['groups.by', { groups: { by: 'cn' } }],
    ['groups.levels', { groups: { by: 'member', levels: 0 } }],
    ['groups.levels', { groups: { by: 'memberUid', levels: 2 } }],
    ['groups.baseDn', { groups: { by: 'member', baseDn: '' } }],
    ['groups.filter', { groups: { by: 'member', filter: '(' } }],
    ['groups.nameAttribute', { groups: { by: 'member', nameAttribute: '*' } }],
    ['depth', { groups: { by: 'member', depth: 2 } }],
    ['name', { name: '' }],
    ['name', { name: '__proto__' }],
    ['passwordChangedAttribute', { passwordChangedAttribute: '' }],
    ['recheckSeconds', { recheckSeconds: -1 }],
    ['recheckSeconds', { recheckSeconds: Number.NaN }],
    ['timeoutMs', { timeoutMs: 0 }],
    ['maxConnections', { maxConnections: 0 }],
    ['maxQueued', { maxQueued: -1 }],
    ['tell', { tell: ['WRONG_PASSWORD'] }],
    ['tell', { tell: 'ACCOUNT_LOCKED' }],
    ['onRefused', { onRefused: 'log' }],
    ['onPasswordWarning', { onPasswordWarning: {} }],
  ])('refuse a bad "%s": %o', (option, options) => {
    expect(() => ldap({ ...good, ...options } as LdapOptions)).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION', message: expect.stringContaining(`"${option}"`) }),
    );
  });

  it('tell nobody the password', () => {
    const bindPassword = 'a word for the reader';
    for (const bad of [{ bindDn: 'reader' }, { bindDn: undefined }, { urls: '' }]) {
      expect(() => ldap({ ...good, bindDn: 'cn=reader', bindPassword, ...bad } as LdapOptions)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining(bindPassword) }),
      );
    }
  });
});

describe('the address of a server', () => {
  it.each([
    ['ldaps://ldap.example.org', { host: 'ldap.example.org', port: 636, security: 'tls' }],
    ['LDAPS://ldap.example.org:443', { host: 'ldap.example.org', port: 443, security: 'tls' }],
    ['ldaps://ldap.example.org:80/', { host: 'ldap.example.org', port: 80, security: 'tls' }],
    ['ldap://ldap.example.org', { host: 'ldap.example.org', port: 389, security: 'startTls' }],
    ['ldap://[::1]:3389', { host: '::1', port: 3389, security: 'startTls' }],
    ['ldap://127.0.0.1', { host: '127.0.0.1', port: 389, security: 'startTls' }],
  ])('is in %s', (url, address) => {
    expect(addressOf(url, false)).toMatchObject(address);
    expect(addressOf(url, true)?.security).toBe(address.security === 'tls' ? 'tls' : 'none');
  });
});
