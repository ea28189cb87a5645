import { Identity, PasswordCredentials } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AttributeKinds, Ldap, LdapOptions } from '../src/index.js';
import { problemsOf, schemaOf } from '../src/people/schema.js';
import { GROUPS, group, passwordOf, person } from './slapd/ldif.js';
import { type Slapd, slapdIsThere, startSlapd, unlessSlapd } from './slapd/server.js';
import { listeningLogger, people, reading } from './support.js';

describe.skipIf(!slapdIsThere)(`names that the directory does not use${unlessSlapd}`, () => {
  let slapd: Slapd;
  beforeAll(async () => {
    slapd = await startSlapd({
      entries: [person('alice', { mail: 'alice@example.org', title: 'Dr.' })],
      later: [group('staff', [`uid=alice,ou=people,dc=example,dc=org`])],
      database: ['overlay memberof'],
    });
  });
  afterAll(() => slapd?.stop());

  const alice = new Identity({ userid: 'alice' });
  const plugin = (options: Partial<LdapOptions>): Ldap<AttributeKinds, string> =>
    people<AttributeKinds, string>({ urls: slapd.url, ...reading, ...options });

  it('are warned of at first sight, once', async () => {
    const logger = listeningLogger();
    const attributes = { mail: 'text', rfc822Mailbox: 'text', '2.5.4.12': 'text', tittle: 'text' } as const;
    const { addMetadata } = plugin({
      attributes,
      groups: { by: 'member', baseDn: GROUPS, nameAttribute: 'commonName' },
    });
    for (let round = 0; round < 3; round++) await addMetadata(fakeExchange({ logger }), alice);
    await expect.poll(() => logger.warnings).toHaveLength(4);
    await addMetadata(fakeExchange({ logger }), alice);
    expect(logger.warnings).toEqual([
      expect.stringContaining('gives the attribute "rfc822Mailbox" as "mail"'),
      expect.stringContaining('gives the attribute "2.5.4.12" as "title"'),
      expect.stringContaining('has no attribute "tittle"'),
      expect.stringContaining('gives the attribute "commonName" as "cn"'),
    ]);
  });

  it('are found in another case, with options, and as they travel', async () => {
    const logger = listeningLogger();
    const attributes = {
      MAIL: 'text',
      'userCertificate;binary': 'binary',
      'cn;lang-de': 'text',
      wrong: 'text',
    } as const;
    const directory = plugin({ attributes, groups: { by: 'memberOf', baseDn: GROUPS } });
    const found = await directory.addMetadata(fakeExchange({ logger }), alice);
    expect(found).toMatchObject({ ldap: { attributes: { MAIL: ['alice@example.org'] }, groups: ['staff'] } });
    await expect.poll(() => logger.warnings).toEqual([expect.stringContaining('"wrong"')]);
  });

  it('are warned of where nobody can sign in by them', async () => {
    const logger = listeningLogger();
    const { authenticate } = plugin({ useridAttribute: 'userid' });
    const credentials = new PasswordCredentials('alice', passwordOf('alice'));
    expect(await authenticate(fakeExchange({ logger }), credentials)).toBe(undefined);
    await expect.poll(() => logger.warnings).toEqual([expect.stringContaining('attribute "userid" as "uid"')]);
  });
});

describe('a schema', () => {
  it('gives attributes their own names', () => {
    const schema = schemaOf([
      "( 2.5.4.3 NAME ( 'cn' 'commonName' ) DESC 'RFC4519: common name' SUP name )",
      "(2.5.4.20 NAME 'telephoneNumber' EQUALITY telephoneNumberMatch)",
      "( 1.2.3.4 DESC 'none' )",
      "( 1.2.3.5 DESC 'NAME ''x''' )",
      'no description',
      '',
    ]);
    expect([...schema.keys()]).toEqual(['2.5.4.3', 'cn', 'commonname', '2.5.4.20', 'telephonenumber']);
    expect(schema.get('commonname')).toBe('cn');
  });

  it('that is not shown says nothing against names', () => {
    const names = { read: ['tittle'], soughtBy: ['memberUid'] };
    expect(problemsOf(names, schemaOf([]))).toEqual([]);
    expect(problemsOf(names, schemaOf(["( 2.5.4.12 NAME 'title' )"]))).toHaveLength(2);
  });

  it('may have other names for what is only looked for', () => {
    const schema = schemaOf(["( 0.9.2342.19200300.100.1.3 NAME ( 'mail' 'rfc822Mailbox' ) )"]);
    expect(problemsOf({ read: [], soughtBy: ['rfc822mailbox'] }, schema)).toEqual([]);
  });
});
