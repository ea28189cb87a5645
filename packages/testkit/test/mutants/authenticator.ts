import { type Authentication, type Authenticator, Credentials, PasswordCredentials, WhoError } from '@who/core';
import { type AuthenticatorSubject, testAuthenticator } from '../../src/index.js';
import { SAYS_WHY, saying } from './reasons.js';
import type { Mutant, MutantTable } from './suite-run.js';

const passwords = new Map([
  ['alice', 'wonderland'],
  ['bob', 'builder'],
]);

function know(credentials: Credentials): Authentication | undefined {
  if (!(credentials instanceof PasswordCredentials)) return undefined;
  const password = passwords.get(credentials.login);
  return password !== undefined && password === credentials.password ? { userid: credentials.login } : undefined;
}

const sound: Authenticator = { authenticate: (exchange, credentials) => saying(exchange, know(credentials)) };

class PinCredentials extends Credentials {
  readonly pin: string;
  constructor(pin: string) {
    super();
    this.pin = pin;
  }
}

const down = (problem: unknown): Authenticator => ({
  authenticate: () => {
    throw problem;
  },
});
const outage = new WhoError('The directory does not answer.', {
  code: 'DIRECTORY_DOWN',
  plugin: 'directory',
  status: 503,
});

const subject = (
  authenticate: Authenticator['authenticate'] = sound.authenticate,
  parts: Partial<AuthenticatorSubject> = {},
): AuthenticatorSubject => ({
  create: () => ({ authenticate }),
  users: ['alice', 'bob'],
  credentials: (userid) => new PasswordCredentials(userid, passwords.get(userid) ?? 'unknown'),
  wrong: (userid) => new PasswordCredentials(userid, 'guessed'),
  secrets: ['wonderland', 'guessed'],
  broken: () => down(outage),
  ...parts,
});

const mutant = (
  that: string,
  caughtBy: string,
  authenticate: Authenticator['authenticate'],
  parts?: Partial<AuthenticatorSubject>,
): Mutant<AuthenticatorSubject> => ({ that, caughtBy, subject: subject(authenticate, parts) });

const fieldsOf = (credentials: Credentials): PasswordCredentials => credentials as PasswordCredentials;
let asked: Credentials | undefined;

export const authenticator: MutantTable<AuthenticatorSubject> = {
  suite: testAuthenticator,
  sound: [
    subject(),
    subject(async (...given) => sound.authenticate(...given), {
      promises: ['authenticate'],
      create: () => ({
        authenticate: (exchange, credentials) =>
          credentials instanceof PasswordCredentials
            ? Promise.resolve(sound.authenticate(exchange, credentials))
            : saying(exchange, undefined),
      }),
      broken: () => ({ authenticate: () => Promise.reject(outage) }),
    }),
  ],
  mutants: [
    mutant('cannot authenticate', 'has the method of its role', sound.authenticate, { create: () => ({}) as never }),
    mutant('knows users by another spelling', 'knows whose genuine credentials are', (...given) => {
      const known = sound.authenticate(...given) as Authentication | undefined;
      return known && { userid: known.userid.toUpperCase() };
    }),
    mutant('looks at the name only', 'returns nothing for wrong credentials', (_, credentials) =>
      passwords.has(fieldsOf(credentials).login) ? { userid: fieldsOf(credentials).login } : undefined,
    ),
    mutant(
      'says null',
      'returns nothing for wrong credentials',
      (...given) => sound.authenticate(...given) ?? (null as never),
    ),
    mutant(
      'recognises credentials by their fields',
      'returns nothing for credentials of another kind',
      (_, credentials) => {
        const { login, password } = fieldsOf(credentials);
        return login !== undefined && (password === passwords.get(login) || password === login)
          ? { userid: login }
          : undefined;
      },
    ),
    mutant('expects text in every field', 'never throws because credentials are odd', (exchange, credentials) =>
      credentials instanceof PasswordCredentials
        ? sound.authenticate(exchange, new PasswordCredentials(credentials.login.trim(), credentials.password))
        : undefined,
    ),
    mutant(
      'expects text in the fields of its own credentials',
      'never throws because credentials are odd',
      (exchange, credentials) =>
        credentials instanceof PinCredentials
          ? { userid: credentials.pin.trim() && 'never' }
          : sound.authenticate(exchange, credentials),
      { odd: (value) => new PinCredentials(value as string) },
    ),
    mutant('lets an empty name in', 'says a userid that is text, or nothing, whoever it should be', (...given) =>
      given[1] instanceof PasswordCredentials && given[1].login === '' ? { userid: '' } : sound.authenticate(...given),
    ),
    mutant('answers with the password, too', 'says what an authentication may say and nothing else', (...given) => {
      const known = sound.authenticate(...given) as Authentication | undefined;
      return known && Object.assign({}, known, { password: fieldsOf(given[1]).password });
    }),
    mutant('wipes the password', 'changes neither the request nor the credentials', (...given) => {
      const known = sound.authenticate(...given);
      Object.assign(given[1], { password: '' });
      return known;
    }),
    mutant('answers by a promise without need', 'answers at once where it promises to', async (...given) =>
      sound.authenticate(...given),
    ),
    mutant(
      'makes a promise before it looks',
      'leaves other kinds of credentials alone at once',
      async (...given) => sound.authenticate(...given),
      { promises: ['authenticate'] },
    ),
    mutant('logs wrong passwords', 'shows no secret when anything of it is printed', (exchange, credentials) => {
      const known = sound.authenticate(exchange, credentials);
      if (!known) exchange.logger.warn(`Wrong password: ${fieldsOf(credentials).password}`);
      return known;
    }),
    mutant('refuses without a word', SAYS_WHY, (_, credentials) => know(credentials)),
    mutant(
      'keeps what it was asked for itself',
      'keeps 100 exchanges apart',
      async (exchange, credentials) => {
        asked = credentials;
        await null;
        return sound.authenticate(exchange, asked);
      },
      { promises: ['authenticate'] },
    ),
    mutant('knows browsers only', 'works under any classification', (...given) =>
      ['', 'browser'].includes(given[0].classification) ? sound.authenticate(...given) : undefined,
    ),
    mutant('takes an outage for a wrong password', 'fails with a code when its backend is down', sound.authenticate, {
      broken: () => ({ authenticate: () => undefined }),
    }),
    mutant('passes on what the driver threw', 'fails with a code when its backend is down', sound.authenticate, {
      broken: () => down(new Error('ECONNREFUSED')),
    }),
    mutant('quotes the password in its error', 'fails with a code when its backend is down', sound.authenticate, {
      broken: () => ({
        authenticate: (_, credentials) => {
          throw new WhoError('It failed.', {
            code: 'DOWN',
            plugin: 'directory',
            cause: new Error(`bind ${fieldsOf(credentials).password}`),
          });
        },
      }),
    }),
    mutant('rejects with nothing', 'fails with a code when its backend is down', sound.authenticate, {
      broken: () => ({ authenticate: () => Promise.reject() }),
    }),
  ],
};
