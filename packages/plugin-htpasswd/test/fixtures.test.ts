import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { HTPASSWD_SCHEMES, type HtpasswdOptions } from '../src/index.js';
import { resolveOptions } from '../src/options.js';
import { verifier } from '../src/verifier.js';
import { fixturePath, fixtures, signIn, users } from './support.js';

// bcrypt is slow on purpose, and slower on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const SUPPORTED = Object.keys(fixtures.files).filter((name) => name !== 'htpasswd.plain');
const entriesOf = (name: string) => fixtures.files[name]?.entries ?? [];
const options = {
  allowEmptyPasswords: true,
  allow: [...HTPASSWD_SCHEMES, 'des-crypt'],
  cacheSeconds: 0,
} satisfies Partial<HtpasswdOptions>;

describe.each(SUPPORTED)('%s, written by Apache', (name) => {
  it('signs in whom Apache signs in', async () => {
    const plugin = users({ ...options, file: fixturePath(name) });
    const entries = entriesOf(name).filter(({ password }) => password !== null);
    expect(entries.length).toBeGreaterThan(1);
    const answers = await Promise.all(entries.map(({ user, password }) => signIn(plugin, user, password ?? '')));
    expect(answers).toEqual(entries.map(({ modAuthnFile }) => modAuthnFile.user ?? undefined));
  });

  it('refuses wrong passwords', async () => {
    const plugin = users({ ...options, file: fixturePath(name) });
    const answers = await Promise.all(entriesOf(name).map(({ user }) => signIn(plugin, user, 'certainly wrong')));
    expect(new Set(answers)).toEqual(new Set([undefined]));
  });

  it('sees as many bytes of a password as Apache', async () => {
    const plugin = users({ ...options, file: fixturePath(name) });
    const asked = entriesOf(name).flatMap(({ user, password, ...entry }) =>
      password === null
        ? []
        : [
            { user, password: `${password}x`, expected: entry.verifiesPlusOne },
            { user, password: password.slice(0, 8), expected: entry.verifiesFirst8 },
            { user, password: password.slice(0, 72), expected: entry.verifiesFirst72 },
          ].filter(({ expected }) => expected !== undefined),
    );
    const answers = await Promise.all(asked.map(({ user, password }) => signIn(plugin, user, password)));
    expect(answers).toEqual(asked.map(({ user, expected }) => (expected ? user : undefined)));
  });

  it('checks bytes that are not UTF-8', async () => {
    const { verify, close } = verifier(resolveOptions({ ...options, file: fixturePath(name) }));
    onTestFinished(close);
    const entries = entriesOf(name).filter(({ user, password }) => password === null || user === 'utf8');
    expect(entries.length).toBeGreaterThan(0);
    for (const { passwordHex, hash, verifies } of entries) {
      expect(await verify(Buffer.from(passwordHex, 'hex'), hash)).toBe(verifies);
    }
  });
});

describe.each(['htpasswd.plain', 'htpasswd.crypt'])('%s, without an option that lets it in', (name) => {
  it('lets nobody in: not with the password, not with the hash', async () => {
    const plugin = users({ ...options, allow: HTPASSWD_SCHEMES, file: fixturePath(name) });
    const entries = entriesOf(name);
    expect(entries.length).toBeGreaterThan(1);
    for (const { user, password, hash } of entries) {
      expect(await signIn(plugin, user, password ?? '')).toBeUndefined();
      expect(await signIn(plugin, user, hash)).toBeUndefined();
    }
  });
});

describe('htpasswd.mixed, odd lines', () => {
  it.each(fixtures.mixed['htpasswd -v'])('$user with "$password"', async ({ user, password, modAuthnFile }) => {
    const plugin = users({ ...options, file: fixturePath('htpasswd.mixed') });
    expect(await signIn(plugin, user, password)).toBe(modAuthnFile.status === 200 ? user : undefined);
  });
});
