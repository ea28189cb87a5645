import { type Authenticator, type MetadataProvider, PasswordCredentials, WhoError } from '@who/core';
import { testUserBackend, type UserBackendSubject } from '../../src/index.js';
import type { Mutant, MutantTable } from './suite-run.js';

type Plugin = Authenticator & MetadataProvider<object>;

const users = ['alice', 'José Maria', '007'] as const;
const password = (userid: string): string => `secret of ${userid}`;
const twins: readonly (readonly [string, string])[] = [
  ['twin', 'first'],
  ['twin', 'second'],
];

/** What a backend does, and how a plugin of one can go wrong. */
interface Faults {
  /** What a typed name is taken for. */
  readonly fold?: (login: string) => string;
  /** Whether the userid is what was typed. */
  readonly echoes?: boolean;
  readonly matches?: (stored: string, login: string) => boolean;
  readonly accepts?: (stored: string, typed: string) => boolean;
  readonly tellsAnySpelling?: boolean;
  readonly takesFirst?: boolean;
  /** What happens while the backend is away. */
  readonly away?: (login: string) => { userid: string } | undefined;
  readonly staysAway?: boolean;
  readonly skipsUnknown?: boolean;
  readonly mixesUp?: boolean;
}

let isAway = false;
const outageOf = ({ staysAway = false }: Faults) => ({
  begin() {
    isAway = true;
  },
  end() {
    isAway = staysAway;
  },
});

function gone(): never {
  throw new WhoError('The backend does not answer.', { code: 'BACKEND_DOWN', plugin: 'backend', status: 503 });
}

function plugin(faults: Faults): Plugin {
  isAway = false;
  const { fold = (name) => name.toLowerCase().trim(), accepts = (stored, typed) => stored === typed } = faults;
  const rows = [...users.map((userid) => [userid, password(userid)] as const), ...twins];
  const { matches = (stored: string, login: string) => fold(stored) === fold(login) } = faults;
  return {
    async authenticate(_, credentials) {
      if (!(credentials instanceof PasswordCredentials)) return undefined;
      const { login, password: typed } = credentials;
      const asked = isAway;
      await null;
      if (isAway) {
        if (faults.mixesUp && !asked) return { userid: users[0] };
        return faults.away ? faults.away(login) : gone();
      }
      const found = rows.filter(([userid]) => matches(userid, login));
      const [row] = found.length === 1 || faults.takesFirst ? found : [];
      if (!row && faults.skipsUnknown) return undefined;
      // A check that costs something, whoever it is.
      for (const endMs = performance.now() + 0.2; performance.now() < endMs; );
      return row && accepts(row[1], typed) ? { userid: faults.echoes ? login : row[0] } : undefined;
    },
    addMetadata: (_, { userid }) => {
      const known = users.find((one) => (faults.tellsAnySpelling ? fold(one) === fold(userid) : one === userid));
      return known && { mail: `${known}@example.org` };
    },
  };
}

const subject = (faults: Faults = {}, parts: Partial<UserBackendSubject<Plugin>> = {}): UserBackendSubject<Plugin> => ({
  create: () => plugin(faults),
  users,
  password,
  duplicates: twins,
  outage: outageOf(faults),
  silence: () => ({ ...plugin(faults), authenticate: () => Promise.reject(error) }),
  patienceMs: 300,
  secrets: ['secret of'],
  promises: ['authenticate'],
  ...parts,
});

const error = new WhoError('Too late.', { code: 'BACKEND_LATE', plugin: 'backend', status: 503 });

const mutant = (
  that: string,
  caughtBy: string,
  faults: Faults,
  parts?: Partial<UserBackendSubject<Plugin>>,
): Mutant<UserBackendSubject<Plugin>> => ({ that, caughtBy, subject: subject(faults, parts) });

const STORED = 'knows everybody by the name that is stored';
const SPELLING = 'is the stored spelling or nobody, however a name is typed';
const PATTERN = 'takes no pattern and no part of a question for a name';
const AWAY = 'fails with a code while its backend is away, and works when it is back';
const CROWD = 'takes nobody for anybody else when its backend goes in the midst of a crowd';
const SILENT = 'gives up on a backend that is silent';
const strip = (name: string): string => name.normalize('NFD').replace(/\p{Mark}/gu, '');

export const userBackend: MutantTable<UserBackendSubject<Plugin>> = {
  suite: testUserBackend,
  sound: [
    subject(),
    subject({ fold: (name) => name }),
    subject({ fold: strip }),
    subject({}, { lacks: { cost: 'it has none' } }),
  ],
  mutants: [
    mutant('knows one of its users only', STORED, {
      matches: (stored, login) => stored === login && stored === 'alice',
    }),
    mutant('says the userid in lower case', STORED, { echoes: true, matches: () => false }),
    mutant('says what was typed', SPELLING, { echoes: true }),
    mutant('says what was typed with accents', SPELLING, { echoes: true, fold: strip }),
    mutant('says what was typed before a NUL', SPELLING, { echoes: true, fold: (name) => name.replace(/\0.*/, '') }),
    mutant('says what was typed as a number', SPELLING, {
      echoes: true,
      fold: (name) => (Number.isNaN(Number(name)) ? name : String(Number(name))),
    }),
    mutant('takes an asterisk for anything', PATTERN, {
      matches: (stored, login) =>
        login.endsWith('*') ? stored.startsWith(login.slice(0, -1)) && stored !== 'twin' : stored === login,
    }),
    mutant('takes what SQL takes for anything', PATTERN, {
      matches: (stored, login) =>
        /^_+$/.test(login) ? stored.length === login.length && stored !== 'twin' : stored === login,
    }),
    mutant('lets an empty password in', 'takes no pattern for a password', {
      accepts: (stored, typed) => typed === '' || stored === typed,
    }),
    mutant('cuts a password at a NUL', 'takes no pattern for a password', {
      accepts: (stored, typed) => stored === typed.replace(/\0.*/, ''),
    }),
    mutant(
      'tells everything about a name in any spelling',
      'says of nobody what is known of somebody in another spelling',
      { tellsAnySpelling: true },
    ),
    mutant('takes the first of several', 'signs in nobody by a name that several answer to', { takesFirst: true }),
    mutant('takes an outage for a wrong password', AWAY, { away: () => undefined }),
    mutant('lets everybody in during an outage', AWAY, { away: (login) => ({ userid: login }) }),
    mutant('never comes back', AWAY, { staysAway: true }),
    mutant('answers for somebody else when it is cut off', CROWD, { mixesUp: true }),
    mutant(
      'waits for ever',
      SILENT,
      {},
      {
        silence: () => ({ ...plugin({}), authenticate: () => new Promise(() => {}) }),
      },
    ),
    mutant('takes silence for no', SILENT, {}, { silence: () => ({ ...plugin({}), authenticate: () => undefined }) }),
    mutant('answers at once who is not there', 'takes as long for users who do not exist', { skipsUnknown: true }),
  ],
};
