import { createHash } from 'node:crypto';
import { type Digest, mintTicket } from '@who/plugin-auth-tkt';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import {
  BASE64_COOKIE,
  BEYOND_LATIN1,
  CUT_BEHIND_USERID,
  IPV6,
  LATIN1,
  PYRAMID_TOKEN,
  SPLIT_USERDATA,
  UNICODE_TYPE,
} from './exceptions.js';
import { askPython, type PythonAnswer, type PythonJob, type PythonType } from './minters.js';
import { type Framework, hasFramework } from './python-application.js';
import { numberedUsers, type User, users } from './users.js';
import { BINDINGS, CLIENT, cookiesOf, DIGESTS, type Exception, expectVerdicts, secret, seenHere } from './verdicts.js';

// MD5 draws a warning.
vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);

/** What people's userids are on the other side, and how a ticket says so. */
interface Kind {
  readonly type: PythonType;
  readonly people: readonly User[];
  readonly there: readonly Exception[];
  readonly here: readonly Exception[];
}

const noted = (note: string): readonly User[] => users.map((user) => ({ ...user, userdata: `userid_type:${note}` }));
const there = [BASE64_COOKIE];
const fromRepoze = [BEYOND_LATIN1, LATIN1, CUT_BEHIND_USERID];
const fromPyramid = [PYRAMID_TOKEN];

const KINDS: Readonly<Record<Framework, Readonly<Record<string, Kind>>>> = {
  repoze: {
    texts: { type: 'str', people: users, there, here: [...fromRepoze, SPLIT_USERDATA] },
    integers: { type: 'int', people: numberedUsers, there, here: fromRepoze },
    'texts with a note that they are': {
      type: 'str',
      people: noted('unicode'),
      there: [UNICODE_TYPE],
      here: fromRepoze,
    },
  },
  pyramid: {
    texts: { type: 'str', people: noted('b64unicode'), there, here: fromPyramid },
    integers: { type: 'int', people: numberedUsers, there, here: fromPyramid },
    bytes: { type: 'bytes', people: noted('b64str'), there, here: fromPyramid },
  },
};

interface Combination {
  readonly framework: Framework;
  readonly digest: Digest;
  readonly includeIp: boolean;
  readonly kind: string;
}

/** Debian's repoze.who is of version 2.2, which knows MD5 only. */
const combinations: readonly Combination[] = (['repoze', 'pyramid'] as const).flatMap((framework) =>
  (framework === 'repoze' ? (['md5'] as const) : DIGESTS).flatMap((digest) =>
    BINDINGS.flatMap((includeIp) =>
      Object.keys(KINDS[framework]).map((kind) => ({ framework, digest, includeIp, kind })),
    ),
  ),
);
const titled = (list: readonly Combination[]): [string, Combination][] =>
  list.map((one) => [`${one.digest}, ${one.includeIp ? 'bound to an address' : 'unbound'}, ${one.kind}`, one]);

const kindOf = ({ framework, kind }: Combination): Kind => KINDS[framework][kind] as Kind;

function optionsOf({ framework, digest, includeIp }: Combination): Parameters<typeof cookiesOf>[1] {
  return { digest, includeIp, ...(framework === 'pyramid' && { useridTypes: 'pyramid' as const }) };
}

function jobOf(one: Combination): PythonJob {
  const { framework, digest, includeIp } = one;
  const { people, type } = kindOf(one);
  return {
    options: { secret, include_ip: includeIp, ...(framework === 'pyramid' && { hashalg: digest }) },
    address: CLIENT,
    remember: people.map((user) => ({ ...user, type })),
    identify: cookiesOf(people, optionsOf(one)).map((cookie) => cookie ?? ''),
  };
}

const cookiesIn = ({ cookies }: PythonAnswer): readonly (string | undefined)[] =>
  cookies.map((cookie) => (cookie?.startsWith('auth_tkt=') ? cookie : undefined));

/** An error is nobody. */
const seenBy = ({ identities }: PythonAnswer): readonly (User | undefined)[] =>
  identities.map((one) => (typeof one === 'string' || one === null ? undefined : one));

describe.each(['repoze', 'pyramid'] as const)('tickets of 200 users and Python’s %s', (framework) => {
  const isThere = hasFramework(framework);
  const needs = isThere ? '' : ` (skipped: python3-${framework} is not installed)`;
  const here = combinations.filter((one) => one.framework === framework);
  let answers: readonly PythonAnswer[];

  describe.skipIf(!isThere)(`at work${needs}`, () => {
    beforeAll(() => {
      answers = askPython(framework, here.map(jobOf));
    });
    const answerTo = (one: Combination): PythonAnswer => answers[here.indexOf(one)] as PythonAnswer;

    it.each(titled(here))('%s: ours there', (_title, one) => {
      const { people, type, there: exceptions } = kindOf(one);
      const answer = answerTo(one);
      expectVerdicts(people, cookiesOf(people, optionsOf(one)), seenBy(answer), exceptions);
      const types = answer.identities.flatMap((found) => (typeof found === 'object' && found ? found.type : []));
      expect(types.every((each) => each === type)).toBe(true);
    });

    it.each(titled(here))('%s: theirs here', (_title, one) => {
      const { people, here: exceptions } = kindOf(one);
      const cookies = cookiesIn(answerTo(one));
      expectVerdicts(people, cookies, seenHere(cookies, optionsOf(one)), exceptions);
    });
  });
});

describe.skipIf(!hasFramework('pyramid'))('tickets of 200 users and Pyramid', () => {
  it.each(DIGESTS)('%s, without a type: texts there', (digest) => {
    const cookies = cookiesOf(users, { digest });
    const job = { options: { secret, hashalg: digest }, address: CLIENT, remember: [], identify: cookies as string[] };
    expectVerdicts(users, cookies, seenBy(askPython('pyramid', [job])[0] as PythonAnswer), there);
  });

  it('bound to IPv6 addresses: not here', () => {
    const remember = noted('b64unicode').map((user) => ({ ...user, tokens: [], type: 'str' as const }));
    const address = '2001:db8::1';
    const job = { options: { secret, include_ip: true }, address, remember, identify: [] };
    const cookies = cookiesIn(askPython('pyramid', [job])[0] as PythonAnswer);
    const options = { digest: 'sha512', includeIp: true, useridTypes: 'pyramid' } as const;
    expectVerdicts(remember, cookies, seenHere(cookies, options, address), [IPV6]);
    expect(cookiesOf(users, options, address).every((cookie) => cookie === undefined)).toBe(true);
  });
});

/*
 * Version 3.1.0 of repoze.who is not in Debian. Its own AuthTicket made these tickets once, of all users but those whom it
 * refuses; what is here is the SHA-256 of their lines:
 *
 *     AuthTicket(secret, userid, ip, tokens, userdata, time=1795305699, digest_algo=digest).cookie_value() + '\n'
 */
const BY_VERSION_3: Readonly<Record<string, string>> = {
  'md5 0.0.0.0': '4bf6a89c2d767aad6f44392fbaeb5b78b0beb4c35939ebc942d0f9124cd59945',
  'md5 127.1.2.200': '220c3a9a4fe8e8e292446314c8d9fe00b89935404c5076a118521a3dc14c2fde',
  'sha256 0.0.0.0': 'fb4e731a970a0bd24292e2edc870079096f9ff8ac75f321a2864fd95712750ec',
  'sha256 127.1.2.200': 'e5968f2224f1e2c4323bbd394c1293be3e9cf1d06736e9a475a6d6c1e3ff0ac5',
  'sha512 0.0.0.0': '029af3073426a0d76818087a7ca6fbd42221b2cab6b871d8e5af43ea0c7f2e1f',
  'sha512 127.1.2.200': 'dc91e45d2faf267ef8910f806c8b4509c56bfdec5ec9fd49b150c3b977000d81',
};

describe('tickets of 200 users and repoze.who 3.1.0', () => {
  it.each(Object.entries(BY_VERSION_3))('%s: byte for byte the same, and so read there and here', (how, sum) => {
    const [digest, address] = how.split(' ') as [Digest, string];
    const key = { secret, digest, compat: 'repoze' } as const;
    const lines = users
      .filter(({ userid, userdata }) => !userid.includes('!') && !userdata.includes('!'))
      .map((user) => `${mintTicket({ ...user, timestampSeconds: 1_795_305_699 }, key, address)}\n`);
    expect(lines.length).toBeGreaterThan(150);
    expect(createHash('sha256').update(lines.join(''), 'latin1').digest('hex')).toBe(sum);
  });
});
