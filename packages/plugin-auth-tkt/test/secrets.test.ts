import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWho, type Logger } from '@who/core';
import { fakeRequest } from '@who/testkit';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type AuthTktOptions, authTkt, type Secrets } from '../src/index.js';
import { secretsIn } from '../src/keys/secret-texts.js';
import { cookieAfter, identityOf, NOW_SECONDS, OTHER_SECRET, plugin, SECRET, visit } from './support.js';

const THIRD = 'a third long and random secret that has 32 bytes';
const alice = identityOf('alice', ['staff']);
const cookieUnder = (secret: string, options: Partial<AuthTktOptions> = {}): string =>
  cookieAfter(plugin({ ...options, secrets: [secret] }).remember(visit(), alice));

/** A file that is gone when the test is over. */
function secretsFile(...secrets: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'who-tickets-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'secrets');
  const write = (text: string | Uint8Array): void => {
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  };
  write(secrets.join('\n'));
  return { file, write, remove: (): void => rmSync(file) };
}

/** An engine with nothing but tickets, and a clock that the test sets. */
function engineWith(secrets: Secrets, options: Partial<AuthTktOptions> = {}) {
  const warnings: string[] = [];
  const logger: Logger = { debug() {}, warn: (message) => warnings.push(message), error() {} };
  let nowMs = NOW_SECONDS * 1000;
  const ticket = authTkt({ ...options, secrets });
  const who = createWho({
    publicUrl: 'https://app.example.org',
    plugins: { ticket },
    identifiers: ['ticket'],
    authenticators: ['ticket'],
    logger,
    now: () => nowMs,
  });
  const connection = {};
  const api = (cookie: string) => who.api(fakeRequest({ headers: cookie === '' ? {} : { cookie }, connection }));
  return {
    warnings,
    wait: (ms: number): void => {
      nowMs += ms;
    },
    /** Who it is; fails where that takes a promise. */
    userNow(cookie: string): string | undefined {
      const identity = api(cookie).authenticate();
      if (identity && 'then' in identity) throw new TypeError('A promise for somebody who is known.');
      return identity?.userid;
    },
    async user(cookie: string): Promise<string | undefined> {
      return (await api(cookie).authenticate())?.userid;
    },
    /** The secret that new tickets are signed with. */
    async signsBy(): Promise<string | undefined> {
      const made = cookieAfter((await ticket.remember(visit({ atSeconds: nowMs / 1000 }), identityOf('new'))) ?? []);
      return [SECRET, OTHER_SECRET, THIRD].find((secret) => {
        const own = plugin({ ...options, secrets: [secret] });
        return own.identify(visit({ cookie: made, atSeconds: nowMs / 1000 })) !== undefined;
      });
    },
  };
}

describe.each<[string, Partial<AuthTktOptions>]>([
  ['auth_tkt', {}],
  ['who1', { format: 'who1' }],
])('secrets in a file, tickets of %s', (_format, options) => {
  const under = (secret: string): string => cookieUnder(secret, options);

  it('change without a restart, and nobody who is known waits for it', async () => {
    const { file, write } = secretsFile(SECRET);
    const engine = engineWith({ file }, options);
    for (let i = 0; i < 3; i++) expect(engine.userNow(under(SECRET))).toBe('alice');
    expect(await engine.signsBy()).toBe(SECRET);

    write(`${OTHER_SECRET}\n${SECRET}\n`);
    engine.wait(1000);
    expect(engine.userNow(under(SECRET)), 'looks at the file, and does not wait').toBe('alice');
    await vi.waitUntil(async () => (await engine.signsBy()) === OTHER_SECRET);
    expect(engine.userNow(under(SECRET))).toBe('alice');
    expect(engine.userNow(under(OTHER_SECRET))).toBe('alice');

    write(OTHER_SECRET);
    engine.wait(1000);
    expect(engine.userNow(under(OTHER_SECRET))).toBe('alice');
    await vi.waitUntil(async () => {
      engine.wait(1000);
      return (await engine.user(under(SECRET))) === undefined;
    });
    expect(engine.userNow(under(OTHER_SECRET))).toBe('alice');
    expect(engine.warnings).toEqual([]);
  });

  it('are looked at sooner when a ticket comes that nobody here has signed, which waits for it', async () => {
    const { file, write } = secretsFile(SECRET);
    const engine = engineWith([{ file }], { ...options, reloadSeconds: 60 });
    expect(await engine.user('auth_tkt=nothing-that-anybody-knows')).toBeUndefined();
    write(`${OTHER_SECRET}\n${SECRET}\n`);
    engine.wait(4999);
    expect(await engine.user(under(OTHER_SECRET))).toBeUndefined();
    engine.wait(1);
    expect(await engine.user(under(OTHER_SECRET))).toBe('alice');
  });
});

describe('a file of secrets', () => {
  it.each<[string, (file: ReturnType<typeof secretsFile>) => void, RegExp]>([
    ['is gone', ({ remove }) => remove(), /ENOENT/],
    ['is empty', ({ write }) => write(''), /There is no secret\./],
    ['has comments only', ({ write }) => write('# hunter2\n\n'), /There is no secret\./],
    ['is no text', ({ write }) => write(Buffer.from([0x68, 0, 0x75])), /no text of secrets/],
    ['is not in UTF-8', ({ write }) => write(Buffer.from([0xff, 0xe9, 0x32])), /not in UTF-8/],
    ['has a secret out of the documentation', ({ write }) => write('change me'), /documentation/],
  ])('that %s leaves the old ones in force, and the log says so once', async (_what, spoil, reason) => {
    const broken = secretsFile(SECRET);
    const engine = engineWith({ file: broken.file });
    expect(await engine.user('auth_tkt=nothing-that-anybody-knows')).toBeUndefined();
    expect(engine.userNow(cookieUnder(SECRET))).toBe('alice');
    spoil(broken);
    for (let i = 0; i < 3; i++) {
      engine.wait(1000);
      await engine.user('auth_tkt=nothing-that-anybody-knows');
      expect(engine.userNow(cookieUnder(SECRET))).toBe('alice');
    }
    expect(engine.warnings).toEqual([
      expect.stringMatching(/^\[@who\/plugin-auth-tkt\] Keeping what was (?:read|there) before/),
    ]);
    expect(engine.warnings[0]).toMatch(reason);
    expect(engine.warnings[0]).not.toMatch(/hunter2|change me/);
    expect(await engine.signsBy()).toBe(SECRET);

    broken.write(OTHER_SECRET);
    engine.wait(1000);
    expect(await engine.user(cookieUnder(OTHER_SECRET))).toBe('alice');
    expect(await engine.signsBy()).toBe(OTHER_SECRET);
  });

  it('that cannot be used stops the start', () => {
    const { file, write, remove } = secretsFile('');
    const start = () => authTkt({ secrets: { file } });
    const refusal = (message: RegExp) =>
      expect.objectContaining({ code: 'BAD_OPTION', message: expect.stringMatching(message) });
    expect(start).toThrow(refusal(/There is no secret\./));
    write('change me\n');
    expect(start).toThrow(refusal(/documentation/));
    remove();
    expect(start).toThrow(refusal(/ENOENT/));
  });

  it('that is written again with the same secrets changes nothing', async () => {
    const { file, write } = secretsFile(SECRET);
    const own = authTkt({ secrets: { file } });
    const see = (atSeconds: number) => own.identify(visit({ cookie: cookieUnder(SECRET), atSeconds }));
    see(NOW_SECONDS);
    const known = see(NOW_SECONDS);
    write(`# the same\n  ${SECRET}\r\n`);
    await own.identify(visit({ cookie: 'auth_tkt=x', atSeconds: NOW_SECONDS + 5 }));
    expect(see(NOW_SECONDS + 5)).toBe(known);
  });

  it('has one on each line, the newest first', () => {
    expect(secretsIn('\ufeff# new\none \r\n\n\ttwo # of two\n')).toEqual(['one', 'two # of two']);
    expect(secretsIn('one')).toEqual(['one']);
  });
});

describe('secrets from a function', () => {
  it('change without a restart', async () => {
    const secrets = vi.fn(async () => `${SECRET}\n`);
    const engine = engineWith(secrets);
    expect(await engine.user(cookieUnder(SECRET))).toBe('alice');
    secrets.mockResolvedValue(`${OTHER_SECRET}\n`);
    engine.wait(59_999);
    expect(engine.userNow(cookieUnder(SECRET))).toBe('alice');
    engine.wait(1);
    expect(engine.userNow(cookieUnder(SECRET))).toBe('alice');
    await vi.waitUntil(async () => (await engine.signsBy()) === OTHER_SECRET);
    expect(await engine.user(cookieUnder(SECRET))).toBeUndefined();
  });

  it('stand beside others, in order', async () => {
    const { file } = secretsFile(OTHER_SECRET);
    const engine = engineWith([{ file }, SECRET, () => THIRD]);
    for (const secret of [SECRET, OTHER_SECRET, THIRD]) expect(await engine.user(cookieUnder(secret))).toBe('alice');
    expect(await engine.signsBy()).toBe(OTHER_SECRET);
  });

  it('may come later: until then nobody can be known, and strangers need not wait', async () => {
    let answer = (_secrets: string): void => {};
    const come = new Promise<string>((resolve) => {
      answer = resolve;
    });
    const engine = engineWith(() => come);
    expect(engine.userNow('')).toBeUndefined();
    expect(engine.userNow('theme=dark')).toBeUndefined();
    const waiting = [engine.user(cookieUnder(SECRET)), engine.signsBy()];
    answer(SECRET);
    expect(await Promise.all(waiting)).toEqual(['alice', SECRET]);
    expect(engine.userNow(cookieUnder(SECRET))).toBe('alice');
  });

  it('that fail at first end the requests of those who may be signed in, until they are there', async () => {
    const secrets = vi.fn(async (): Promise<string> => Promise.reject(new RangeError('hunter2')));
    const engine = engineWith(secrets);
    const noSecrets = expect.objectContaining({
      code: 'TICKET_NO_SECRETS',
      status: 503,
      message: expect.stringMatching(/RangeError\.$/),
    });
    await expect(engine.user(cookieUnder(SECRET))).rejects.toEqual(noSecrets);
    await expect(engine.signsBy()).rejects.toEqual(noSecrets);
    expect(await engine.user('')).toBeUndefined();
    secrets.mockResolvedValue(SECRET);
    engine.wait(1000);
    expect(await engine.user(cookieUnder(SECRET))).toBe('alice');
    secrets.mockRejectedValue(Object.assign(new Error('hunter2'), { code: 'E_VAULT' }));
    for (let i = 0; i < 3; i++) {
      engine.wait(60_000);
      expect(engine.userNow(cookieUnder(SECRET))).toBe('alice');
      await vi.waitUntil(() => engine.warnings.length > 0);
    }
    expect(engine.warnings).toEqual([expect.stringMatching(/Keeping what was there before\. .*E_VAULT\.$/)]);
  });

  it.each(['', '# none', 'change me', 7])('that are none are no secrets: %j', async (wrong) => {
    const engine = engineWith(() => wrong as string);
    await expect(engine.user(cookieUnder(SECRET))).rejects.toMatchObject({ code: 'TICKET_NO_SECRETS' });
  });

  it('clear a cookie at a sign-out also while there are none', async () => {
    const fails = authTkt({ secrets: () => Promise.reject(new Error('x')) });
    const cookie = cookieUnder(SECRET);
    for (const time of ['first', 'again']) {
      const cleared = cookieAfter((await fails.forget(visit({ cookie }), undefined)) ?? []);
      expect(cleared, time).toMatch(/^(auth_tkt=(; )?)+$/);
    }
  });
});
