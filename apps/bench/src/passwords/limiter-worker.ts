import { type Authenticator, type Identifier, Identity, PasswordCredentials } from '@who/core';
import { createLimiter, deviceCookies, limited } from '@who/limiter';
import { fakeExchange } from '@who/testkit';
import { answering } from '../processes/answering.js';
import { secret } from '../secret.js';

/** People log in one after the other, with passwords that cost nothing to check: `limiter-worker.js limited`. */
export interface Question {
  readonly logins: number;
}

/**
 * Without a limiter; with one in memory, that sees each name and password for the first time, or again; with one that
 * finds each person's device cookie, or makes one.
 */
export type Way = 'bare' | 'limited' | 'limited-again' | 'device' | 'new-device';

const bare: Authenticator = {
  authenticate: (_exchange, credentials) =>
    credentials instanceof PasswordCredentials ? { userid: credentials.login } : undefined,
};
const users: Authenticator = limited(bare, { trustedProxies: [] });
const limiter = createLimiter({ trustedProxies: [], devices: { secrets: [secret] } });
const withDevices: Authenticator = limited(bare, { limiter });
const nobody: Identifier = { identify: () => undefined, remember: () => undefined, forget: () => undefined };
const rememberer = deviceCookies(nobody, { limiter });
/** So many names by turns: more than a limiter keeps at a time. */
const PEOPLE = 50_000;
let next = 0;

/** Everybody's device cookie. */
function cookies(): readonly string[] {
  return Array.from({ length: PEOPLE }, (_, i) => {
    const [[, line = ''] = []] = limiter.deviceCookie(fakeExchange(), { user: `user${i}` });
    return line.slice(0, line.indexOf(';'));
  });
}

/** @param devices cookies to be sent; without one, the login is answered with a new one */
function logInAt(devices: readonly string[]): void {
  const { exchange, login } = logIn(withDevices, true, devices[(next + 1) % PEOPLE]);
  const headers = rememberer.remember(exchange, new Identity({ userid: login }));
  if (Boolean(headers) === devices.length > 0) throw new Error(`${login} has no device.`);
}

function logIn(authenticator: Authenticator, isNew: boolean, cookie = 'theme=dark') {
  next = (next + 1) % PEOPLE;
  const login = isNew ? `user${next}` : `user${next % 100}`;
  const headers = { Cookie: cookie };
  const exchange = fakeExchange({ remoteAddress: `10.0.${next % 8}.${next % 250}`, headers });
  const found = authenticator.authenticate(exchange, new PasswordCredentials(login, `the secret of ${login}`));
  if (!found || 'then' in found || found.userid !== login) throw new Error(`${login} is not signed in at once.`);
  return { exchange, login };
}

const ways: Readonly<Record<Way, () => () => unknown>> = {
  bare: () => () => logIn(bare, true),
  limited: () => () => logIn(users, true),
  'limited-again': () => () => logIn(users, false),
  device() {
    const known = cookies();
    return () => logInAt(known);
  },
  'new-device': () => () => logInAt([]),
};
const job = ways[process.argv[2] as Way]();

/** Microseconds of the processor for each. */
answering(({ logins }: Question): { readonly cpuMicroseconds: number } => {
  const before = process.cpuUsage();
  for (let i = 0; i < logins; i++) job();
  const { user, system } = process.cpuUsage(before);
  return { cpuMicroseconds: (user + system) / logins };
});
