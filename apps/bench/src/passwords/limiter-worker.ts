import { type Authenticator, PasswordCredentials } from '@who/core';
import { limited } from '@who/limiter';
import { fakeExchange } from '@who/testkit';
import { answering } from '../processes/answering.js';

/** People log in one after the other, with passwords that cost nothing to check: `limiter-worker.js limited`. */
export interface Question {
  readonly logins: number;
}

/** Without a limiter; with one in memory, that sees each name and password for the first time, or again. */
export type Way = 'bare' | 'limited' | 'limited-again';

const bare: Authenticator = {
  authenticate: (_exchange, credentials) =>
    credentials instanceof PasswordCredentials ? { userid: credentials.login } : undefined,
};
const users: Authenticator = limited(bare, { trustedProxies: [] });
/** So many names by turns: more than a limiter keeps at a time. */
const PEOPLE = 50_000;
let next = 0;

function logIn(authenticator: Authenticator, isNew: boolean): void {
  next = (next + 1) % PEOPLE;
  const login = isNew ? `user${next}` : `user${next % 100}`;
  const exchange = fakeExchange({ remoteAddress: `10.0.${next % 8}.${next % 250}` });
  const found = authenticator.authenticate(exchange, new PasswordCredentials(login, `the secret of ${login}`));
  if (!found || 'then' in found || found.userid !== login) throw new Error(`${login} is not signed in at once.`);
}

const ways: Readonly<Record<Way, () => void>> = {
  bare: () => logIn(bare, true),
  limited: () => logIn(users, true),
  'limited-again': () => logIn(users, false),
};
const job = ways[process.argv[2] as Way];

/** Microseconds of the processor for each. */
answering(({ logins }: Question): { readonly cpuMicroseconds: number } => {
  const before = process.cpuUsage();
  for (let i = 0; i < logins; i++) job();
  const { user, system } = process.cpuUsage(before);
  return { cpuMicroseconds: (user + system) / logins };
});
