import { X509Certificate } from 'node:crypto';
import { Identity } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { Attribute, Change } from 'ldapts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAuthority } from './slapd/certificates.js';
import { dnOfPerson, person } from './slapd/ldif.js';
import { type Slapd, slapdIsThere, startSlapd, unlessSlapd } from './slapd/server.js';
import { listeningLogger, people, reading } from './support.js';

/** Bytes that happen to be text, and bytes that do not. */
const photos = [Buffer.from('a photo'), Buffer.from('ffd8ffe000104a464946', 'hex')];

describe.skipIf(!slapdIsThere)(`attributes${unlessSlapd}`, () => {
  let slapd: Slapd;
  let certificate: Buffer;
  beforeAll(async () => {
    const authority = makeAuthority();
    certificate = new X509Certificate(authority.ca).raw;
    authority.remove();
    slapd = await startSlapd({
      entries: [
        person('alice', {
          mail: 'alice@example.org',
          description: ['one', 'two', 'Ärger 😀'],
          'description;lang-de': 'eins',
          jpegPhoto: photos[0] as Buffer,
          'userCertificate;binary': certificate,
        }),
        person('bob', { jpegPhoto: photos[1] as Buffer, audio: photos[1] as Buffer }),
      ],
    });
    await slapd.asAdmin((client) =>
      client.modify(
        dnOfPerson('alice'),
        new Change({ operation: 'add', modification: new Attribute({ type: 'audio', values: photos }) }),
      ),
    );
  });
  afterAll(() => slapd?.stop());

  const of = (userid: string): Identity => new Identity({ userid });

  it('are lists of texts, or of bytes, as they are declared', async () => {
    const directory = people({
      urls: slapd.url,
      ...reading,
      attributes: { mail: 'text', description: 'text', jpegPhoto: 'binary', audio: 'binary', title: 'text' },
    });
    const alice = await directory.addMetadata(fakeExchange(), of('alice'));
    expect(alice).toEqual({
      ldap: {
        attributes: {
          mail: ['alice@example.org'],
          description: ['one', 'two', 'Ärger 😀'],
          jpegPhoto: [photos[0]],
          audio: photos,
          title: [],
        },
        groups: [],
      },
    });
    expect(alice?.ldap.attributes.jpegPhoto[0]).toBeInstanceOf(Buffer);
    expect((await directory.addMetadata(fakeExchange(), of('bob')))?.ldap.attributes.jpegPhoto).toEqual([photos[1]]);
  });

  it('leave out what is no text, once with a warning', async () => {
    const logger = listeningLogger();
    const directory = people({ urls: slapd.url, ...reading, attributes: { audio: 'text' } });
    for (let round = 0; round < 2; round++) {
      const found = await directory.addMetadata(fakeExchange({ logger }), of('alice'));
      expect(found?.ldap.attributes.audio).toEqual(['a photo']);
    }
    expect(logger.warnings).toEqual([expect.stringMatching(/"audio" has values that are no text/)]);
  });

  it('have their languages apart, and are known by their names in any case', async () => {
    const attributes = { DESCRIPTION: 'text', 'description;lang-de': 'text', usercertificate: 'binary' } as const;
    const directory = people({ urls: slapd.url, ...reading, attributes });
    expect((await directory.addMetadata(fakeExchange(), of('alice')))?.ldap.attributes).toEqual({
      DESCRIPTION: ['one', 'two', 'Ärger 😀'],
      'description;lang-de': ['eins'],
      usercertificate: [certificate],
    });
  });

  it('are those of the user with exactly this userid', async () => {
    const directory = people({ urls: slapd.url, ...reading, attributes: { mail: 'text' } });
    for (const userid of ['ALICE', ' alice', 'alice ', 'ａｌｉｃｅ', 'alice\0', '*', 'a*', '']) {
      expect(await directory.addMetadata(fakeExchange(), of(userid))).toBe(undefined);
    }
    expect(await directory.addMetadata(fakeExchange(), of('alice'))).toBeDefined();
  });

  it('stand under the name that was chosen', async () => {
    const { addMetadata } = people({ urls: slapd.url, ...reading, attributes: { mail: 'text' }, name: 'person' });
    const found = await addMetadata(fakeExchange(), of('alice'));
    expect(found?.person.attributes.mail).toEqual(['alice@example.org']);
  });
});
