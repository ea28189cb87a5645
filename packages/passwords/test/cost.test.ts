import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPasswords, type Passwords } from '../src/index.js';
import { libxcrypt } from '../src/libxcrypt.js';
import { ALL_SCHEMES } from './support.js';

const digits = (count: number): string => 'A'.repeat(count);
const base64 = (bytes: number): string => Buffer.alloc(bytes, 1).toString('base64');
const bare = (bytes: number): string => base64(bytes).replaceAll('=', '');
const hex = (bytes: number): string => '01'.repeat(bytes);
const bcrypt = (id: string, cost: number): string => `$${id}$${cost}$${'.'.repeat(53)}`;
const argon2 = (kind: string, m: number, t: number): string =>
  `$argon2${kind}$v=19$m=${m},t=${t},p=1$${bare(16)}$${bare(32)}`;

/** Version 3: its number, those of the digest, of rounds and of the salt's bytes; salt and key. */
function aspnet(iterations: number): string {
  const head = Buffer.alloc(13);
  head[0] = 1;
  for (const [place, value] of [1, iterations, 16].entries()) head.writeUInt32BE(value, 1 + 4 * place);
  return Buffer.concat([head, Buffer.alloc(48, 1)]).toString('base64');
}

function of389(iterations: number): string {
  const bytes = Buffer.alloc(324, 1);
  bytes.writeUInt32BE(iterations, 0);
  return `{PBKDF2_SHA256}${bytes.toString('base64')}`;
}

/** Every form whose text says what a check costs, with numbers that are as large as they can be or much too large. */
const COSTLY: Readonly<Record<string, string>> = {
  'crypt $2a$': bcrypt('2a', 31),
  'crypt $2b$': bcrypt('2b', 17),
  'crypt $2x$': bcrypt('2x', 31),
  'crypt $2y$': bcrypt('2y', 31),
  'crypt $5$': `$5$rounds=999999999$salt$${digits(42)}.`,
  'crypt $6$': `$6$rounds=999999999$salt$${'.'.repeat(86)}`,
  'crypt $sha1$': `$sha1$4294967295$salt$${digits(28)}`,
  'crypt $md5': `$md5,rounds=4294960000$salt$$${'.'.repeat(22)}`,
  'crypt _': `_zzzz${digits(15)}`,
  'crypt $7$ N': `$7$T6..../....salt$${'.'.repeat(43)}`,
  'crypt $7$ p': `$7$C6....zzzz/salt$${'.'.repeat(43)}`,
  'phc argon2id memory': argon2('id', 4_194_304, 1),
  'phc argon2i passes': argon2('i', 65_536, 4_000_000_000),
  'phc argon2d': argon2('d', 200_000, 1000),
  'phc scrypt N': `$scrypt$ln=31,r=8,p=1$${bare(16)}$${bare(32)}`,
  'phc scrypt p': `$scrypt$ln=10,r=8,p=100000000$${bare(16)}$${bare(32)}`,
  'ldap {CRYPT}': `{CRYPT}${bcrypt('2y', 31)}`,
  'ldap {ARGON2}': `{ARGON2}${argon2('id', 4_194_304, 1)}`,
  'ldap {PBKDF2}': `{PBKDF2}2147483647$${bare(16)}$${bare(20)}`,
  'ldap {PBKDF2-SHA256}': `{PBKDF2-SHA256}2147483647$${bare(16)}$${bare(32)}`,
  'ldap {PBKDF2-SHA512}': `{PBKDF2-SHA512}2147483647$${bare(16)}$${bare(64)}`,
  'ldap of 389 DS': of389(2_147_483_647),
  'django pbkdf2_sha256': `pbkdf2_sha256$2147483647$salt$${base64(32)}`,
  'django pbkdf2_sha1': `pbkdf2_sha1$2147483647$salt$${base64(20)}`,
  'django scrypt': `scrypt$1073741824$salt$8$1$${base64(64)}`,
  'django argon2': `argon2${argon2('id', 4_194_304, 1)}`,
  'django bcrypt': `bcrypt$${bcrypt('2b', 31)}`,
  'django bcrypt_sha256': `bcrypt_sha256$${bcrypt('2b', 31)}`,
  'django crypt': `crypt$$${bcrypt('2b', 31)}`,
  'werkzeug pbkdf2': `pbkdf2:sha256:2147483647$salt$${hex(32)}`,
  'werkzeug scrypt': `scrypt:1073741824:8:1$salt$${hex(64)}`,
  'passlib pbkdf2': `$pbkdf2$2147483647$${bare(16)}$${bare(20)}`,
  'passlib pbkdf2-sha256': `$pbkdf2-sha256$2147483647$${bare(16)}$${bare(32)}`,
  'passlib pbkdf2-sha512': `$pbkdf2-sha512$2147483647$${bare(16)}$${bare(64)}`,
  'passlib bcrypt-sha256': `$bcrypt-sha256$v=2,t=2b,r=31$${'.'.repeat(22)}$${'.'.repeat(31)}`,
  'passlib bcrypt-sha256, version 1': `$bcrypt-sha256$2b,31$${'.'.repeat(22)}$${'.'.repeat(31)}`,
  'wordpress $P$': `$P$S${'.'.repeat(30)}`,
  'wordpress $wp$': `$wp${bcrypt('2y', 31)}`,
  'drupal $S$': `$S$S${'.'.repeat(51)}`,
  'drupal U$S$': `U$S$S${'.'.repeat(51)}`,
  'mediawiki pbkdf2': `:pbkdf2:sha512:2147483647:64:${base64(16)}:${base64(64)}`,
  'mediawiki pbkdf2-legacyA': `:pbkdf2-legacyA:!sha512:2147483647:64!!${base64(16)}!${base64(64)}`,
  'mediawiki bcrypt': `:bcrypt:31$${'.'.repeat(22)}$${'.'.repeat(31)}`,
  'mediawiki argon2': `:argon2:${argon2('id', 4_194_304, 1)}`,
  'dovecot {BLF-CRYPT}': `{BLF-CRYPT}${bcrypt('2y', 31)}`,
  'dovecot {SHA512-CRYPT}': `{SHA512-CRYPT}$6$rounds=999999999$salt$${'.'.repeat(86)}`,
  'dovecot {ARGON2ID}': `{ARGON2ID}${argon2('id', 4_194_304, 1)}`,
  'dovecot {PBKDF2}': `{PBKDF2}$1$salt$2147483647$${hex(20)}`,
  'dovecot {SCRAM-SHA-256}': `{SCRAM-SHA-256}2147483647,${base64(16)},${base64(32)},${base64(32)}`,
  'spring {bcrypt}': `{bcrypt}${bcrypt('2a', 31)}`,
  'spring {scrypt}': `{scrypt}$1f0801$${base64(16)}$${base64(32)}`,
  'spring {argon2}': `{argon2}${argon2('id', 4_194_304, 1)}`,
  'aspnet version 3': aspnet(2_147_483_647),
};

describe('a stored text that asks for too much', () => {
  let passwords: Passwords;
  beforeAll(() => {
    // Were one of them computed, these would be hours.
    passwords = createPasswords({ allow: ALL_SCHEMES, hashing: { scheme: 'argon2id', memoryKib: 8, passes: 1 } });
  });
  afterAll(() => passwords.close());

  it.each(Object.entries(COSTLY))('is refused before anything is computed: %s', async (form, stored) => {
    const [name] = form.split(' ');
    const only = createPasswords({
      allow: ALL_SCHEMES,
      forms: [name as 'crypt'],
      maxCheckMs: Number.MAX_SAFE_INTEGER,
      maxMemoryBytes: Number.MAX_SAFE_INTEGER,
      hashing: { scheme: 'bcrypt', cost: 4 },
    });
    // It is well-formed, or it would be refused for that.
    expect(only.kindOf(stored)).toMatchObject({ form: name, cost: expect.any(Number) });
    const refused = { code: 'PASSWORD_FORM_TOO_COSTLY', form: expect.any(String) };
    expect(passwords.kindOf(stored)).toEqual(refused);
    expect(await passwords.verify('secret', stored)).toEqual(refused);
  });

  it.skipIf(!libxcrypt())(
    `is refused where libxcrypt would compute it${libxcrypt() ? '' : ' (needs libxcrypt)'}`,
    () => {
      // Flavour, N of 2^31 and r of 32.
      for (const start of ['$y$jST', '$gy$jST']) {
        const stored = `${start}$salt$${'.'.repeat(43)}`;
        expect(passwords.kindOf(stored)).toMatchObject({ code: 'PASSWORD_FORM_TOO_COSTLY' });
      }
    },
  );
});

describe('what a check is estimated to cost', () => {
  it('is no more than it may, with the largest numbers that still count', () => {
    const { kindOf } = createPasswords({ allow: ALL_SCHEMES, maxCheckMs: 5000 });
    for (const [low, high, text] of [
      [4, 31, (cost: number) => bcrypt('2y', cost).replace(/\$(\d)\$/, '$0$1$')],
      [1000, 999_999_999, (rounds: number) => `$6$rounds=${rounds}$salt$${'.'.repeat(86)}`],
      [1, 2 ** 31 - 1, (rounds: number) => `pbkdf2_sha256$${rounds}$salt$${base64(32)}`],
      [8, 2 ** 22, (m: number) => argon2('id', m, 3)],
    ] as const) {
      let [fits, exceeds]: [number, number] = [low, high];
      while (exceeds - fits > 1) {
        const middle = Math.floor((fits + exceeds) / 2);
        if ('code' in kindOf(text(middle))) exceeds = middle;
        else fits = middle;
      }
      const kind = kindOf(text(fits));
      expect(kind).toHaveProperty('estimatedMs');
      if ('estimatedMs' in kind) expect(kind.estimatedMs).toBeLessThanOrEqual(5000);
      expect(kindOf(text(exceeds))).toHaveProperty('code', 'PASSWORD_FORM_TOO_COSTLY');
    }
  });
});
