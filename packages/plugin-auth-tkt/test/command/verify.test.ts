import { fakeExchange } from '@who/testkit';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type AuthTktOptions, mintTicket, mintWho1, type Ticket, type TicketKey, who1Key } from '../../src/index.js';
import { cookieAfter, identityOf, NOW_SECONDS, OTHER_SECRET, plugin, recognise, SECRET, visit } from '../support.js';
import { ask, file, run } from './run.js';

const key: TicketKey = { secret: SECRET, digest: 'sha256', compat: 'repoze' };
const bob: Ticket = { userid: 'a b', tokens: ['staff'], userdata: '', timestampSeconds: NOW_SECONDS - 10 };
const use = { cookieName: 'auth_tkt' };

beforeAll(() => {
  // MD5 draws a warning.
  vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  return () => vi.restoreAllMocks();
});

/** The codes of everything for which a ticket is refused; none where it is accepted. */
async function refusals(value: string, ...options: readonly string[]): Promise<readonly string[]> {
  const { code, out } = await run(['verify', '--json', ...options], `${SECRET}\n${value}`);
  const { accepted, reasons = [] } = JSON.parse(out) as { accepted: boolean; reasons?: { code: string }[] };
  expect([code, accepted]).toEqual(reasons.length === 0 ? [0, true] : [1, false]);
  return reasons.map((reason) => reason.code);
}

describe('verify', () => {
  it('accepts what is good, and says which secret it is and how it is written', async () => {
    const secrets = file(`# the newest first\n${OTHER_SECRET}\n${SECRET}\n`);
    const { code, out, err } = await run(['verify', '--secret-file', secrets], mintTicket(bob, key));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^accepted +true\n/);
    expect(out).toMatch(/^userid +"a b"$/m);
    expect(out).toMatch(/^secret +2$/m);
    expect(out).toMatch(/^compat +repoze$/m);
  });

  it.each<[string, string, readonly string[], readonly string[]]>([
    ['another secret', mintTicket(bob, { ...key, secret: OTHER_SECRET }), [], ['unknown-secret']],
    ['another name in it', mintTicket(bob, key).replace('a%20b', 'eve'), [], ['unknown-secret']],
    ['another digest', mintTicket(bob, key), ['--digest', 'md5'], ['digest']],
    ['any digest', mintTicket(bob, { ...key, digest: 'md5' }), [], []],
    ['a digest that is hidden', mintTicket({ ...bob, userid: 'f'.repeat(64) }, { ...key, digest: 'md5' }), [], []],
    ['another way to write', mintTicket(bob, key), ['--compat', 'mod_auth_tkt'], ['compat']],
    ['another format', mintTicket(bob, key), ['--format', 'who1'], ['format']],
    ['too old', mintTicket({ ...bob, timestampSeconds: NOW_SECONDS - 7201 }, key), [], ['timed-out']],
    ['old enough', mintTicket({ ...bob, timestampSeconds: NOW_SECONDS - 7200 }, key), [], []],
    ['a timeout of its own', mintTicket(bob, key), ['--timeout', '9s'], ['timed-out']],
    ['no timeout', mintTicket({ ...bob, timestampSeconds: 1 }, key), ['--timeout', 'none'], []],
    ['from ahead', mintTicket({ ...bob, timestampSeconds: NOW_SECONDS + 61 }, key), [], ['future']],
    ['a clock ahead', mintTicket({ ...bob, timestampSeconds: NOW_SECONDS + 61 }, key), ['--clock-skew', '2m'], []],
    ['bound, and nobody says so', mintTicket(bob, key, '10.0.0.1'), [], ['unknown-secret']],
    ['bound to it', mintTicket(bob, key, '10.0.0.1'), ['--address', '::ffff:10.0.0.1'], []],
    ['bound to another', mintTicket(bob, key, '10.0.0.1'), ['--address', '10.0.0.2'], ['unknown-secret']],
    ['not bound', mintTicket(bob, key), ['--address', '10.0.0.2'], ['address']],
    ['malformed', 'abc!', [], ['malformed']],
    [
      'everything',
      mintTicket({ ...bob, timestampSeconds: 1 }, key),
      ['--digest', 'md5', '--compat', 'mod_auth_tkt', '--address', '10.0.0.2'],
      ['digest', 'compat', 'address', 'timed-out'],
    ],
    ['who1', mintWho1(bob, who1Key(SECRET, use)), [], []],
    ['who1 under another secret', mintWho1(bob, who1Key(OTHER_SECRET, use)), [], ['unknown-secret']],
    ['who1 for another cookie', mintWho1(bob, who1Key(SECRET, { cookieName: 'x' })), [], ['unknown-secret']],
    ['who1 for an audience', mintWho1(bob, who1Key(SECRET, { ...use, audience: 'a' })), [], ['unknown-secret']],
    ['who1 for this one', mintWho1(bob, who1Key(SECRET, { ...use, audience: 'a' })), ['--audience', 'a'], []],
    ['who1 for nobody', mintWho1(bob, who1Key(SECRET, use)), ['--audience', 'a'], ['audience']],
    ['who1 bound', mintWho1(bob, who1Key(SECRET, use), '::1'), ['--address', '::1'], []],
    ['who1 bound, and nobody says so', mintWho1(bob, who1Key(SECRET, use), '::1'), [], ['address']],
    ['who1 bound to another', mintWho1(bob, who1Key(SECRET, use), '::1'), ['--address', '::2'], ['address']],
    ['who1 too old', mintWho1({ ...bob, timestampSeconds: 1 }, who1Key(SECRET, use)), [], ['timed-out']],
    ['who1 altered', mintWho1(bob, who1Key(SECRET, use)).replace(/.{8}$/, 'AAAAAAAA'), [], ['altered']],
    ['who1 with secrets in it', mintWho1(bob, who1Key(SECRET, { ...use, encryptUserdata: true })), [], []],
    ['not the format that is wanted', mintWho1(bob, who1Key(SECRET, use)), ['--format', 'auth_tkt'], ['format']],
  ])('%s', async (_what, value, options, codes) => {
    expect(await refusals(value, ...options)).toEqual(codes);
  });

  it('says that what is genuine may still not be taken', async () => {
    const odd = mintTicket({ ...bob, userid: '007', userdata: 'userid_type:int' }, { ...key, compat: 'mod_auth_tkt' });
    expect(await refusals(odd, '--compat', 'repoze')).toEqual(['unfit']);
    expect(await refusals(odd, '--compat', 'mod_auth_tkt')).toEqual([]);
  });

  it('reads what is encrypted, and userids of a type, for whoever has the secret', async () => {
    const sealed = mintWho1({ ...bob, userdata: 'sid=1' }, who1Key(SECRET, { ...use, encryptUserdata: true }));
    expect(await ask(['verify'], `${SECRET}\n${sealed}`)).toMatchObject({ accepted: true, userdata: 'sid=1' });
    const pyramid = { ...key, useridTypes: 'pyramid' } as const;
    const typed = mintTicket({ ...bob, userid: 'josé', userdata: 'userid_type:b64str' }, pyramid);
    const report = await ask(['verify', '--userid-types', 'pyramid'], `${SECRET}\n${typed}`);
    expect(report).toMatchObject({ accepted: true, userid: 'josé' });
  });

  it('says in seconds how late or early it is', async () => {
    const at = (timestampSeconds: number): string => `${SECRET}\n${mintTicket({ ...bob, timestampSeconds }, key)}`;
    expect((await run(['verify'], at(NOW_SECONDS - 7300))).out).toMatch(
      /^refused: timed-out\. The ticket timed out 100 s ago/,
    );
    expect((await run(['verify'], at(NOW_SECONDS + 300))).out).toMatch(
      /^refused: future\. The ticket is from 300 s ahead/,
    );
  });

  it('is of one mind with the plugin, whatever comes', async () => {
    const options = fc.record({
      format: fc.constantFrom('auth_tkt', 'who1'),
      digest: fc.constantFrom('md5', 'sha256', 'sha512'),
      compat: fc.constantFrom('repoze', 'mod_auth_tkt'),
    });
    const remoteAddress = fc.constantFrom('10.0.0.1', '10.0.0.2', undefined);
    await fc.assert(
      fc.asyncProperty(
        options,
        options,
        remoteAddress,
        remoteAddress,
        fc.integer({ min: -100, max: 7300 }),
        async (...given) => {
          const [made, read, from, to, age] = given;
          const ours = (each: Partial<AuthTktOptions>, address?: string): ReturnType<typeof plugin> =>
            plugin({ ...each, includeIp: address !== undefined, reissueSeconds: false });
          const exchange = fakeExchange({ now: () => NOW_SECONDS * 1000, remoteAddress: from ?? '10.0.0.1' });
          const cookie = cookieAfter(ours(made, from).remember(exchange, identityOf('a b', ['x'])));
          const atSeconds = NOW_SECONDS + age;
          const who = recognise(ours(read, to), visit({ cookie, atSeconds, remoteAddress: to ?? '10.0.0.1' }));
          const flags = [
            '--format',
            read.format,
            '--digest',
            read.digest,
            '--compat',
            read.compat,
            '--time',
            `${atSeconds}`,
          ];
          const codes = await refusals(cookie, ...flags, ...(to === undefined ? [] : ['--address', to]));
          const whole = read.format === 'who1' ? codes.filter((code) => !['digest', 'compat'].includes(code)) : codes;
          expect(whole.length === 0, `${codes}`).toBe(who !== undefined);
        },
      ),
      { numRuns: 60 },
    );
  });
});
