import { type Authenticator, createWho, PasswordCredentials, type WhoApi } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { form } from '@who/plugin-form';
import { fakeRequest } from '@who/testkit';
import { answering } from '../processes/answering.js';
import { secret } from '../secret.js';

/** Forms that are posted one after the other, to passwords that cost nothing to check. */
export interface Question {
  readonly how: How;
  readonly forms: number;
}

/** By a view that reads the form and calls `login`; or by plugin-form, with a right and a wrong password. */
export type How = 'by-hand' | 'right' | 'wrong';

export interface Answer {
  /** Of the processor, for one form. */
  readonly cpuMicroseconds: number;
}

const users: Authenticator = {
  authenticate: (_exchange, credentials) =>
    credentials instanceof PasswordCredentials && credentials.password === 'wonderland'
      ? { userid: credentials.login }
      : undefined,
};
const who = createWho({
  publicUrl: 'http://localhost',
  plugins: { form: form({ rememberer: 'ticket' }), ticket: authTkt({ secrets: [secret] }), users },
  identifiers: ['form', 'ticket'],
  authenticators: ['ticket', 'users'],
  challengers: ['form'],
});
const headers = {
  Host: 'localhost',
  Accept: 'text/html,*/*',
  'Content-Type': 'application/x-www-form-urlencoded',
  'Sec-Fetch-Site': 'same-origin',
  'Sec-Fetch-Mode': 'navigate',
  'Sec-Fetch-Dest': 'document',
};

answering(async ({ how, forms }: Question): Promise<Answer> => {
  const cpu = process.cpuUsage();
  for (let i = 0; i < forms; i++) await post(how, `user${i}`);
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMicroseconds: (user + system) / forms };
});

async function post(how: How, login: string): Promise<void> {
  const password = how === 'wrong' ? 'looking glass' : 'wonderland';
  const body = `login=${login}&password=${encodeURIComponent(password)}&came_from=%2Fprivate`;
  const url = how === 'by-hand' ? '/sign-in' : '/login';
  const api: WhoApi = who.api(fakeRequest({ method: 'POST', url, headers, body }));
  await api.authenticate();
  const status = how === 'by-hand' ? await byHand(api) : api.earlyReply?.status;
  if (status !== (how === 'wrong' ? 401 : 303)) throw new Error(`${how}: ${status}`);
}

async function byHand(api: WhoApi): Promise<number> {
  const fields = await api.exchange.form();
  const { identity } = await api.login({
    login: fields.get('login') ?? '',
    password: fields.get('password') ?? '',
  });
  return identity ? 303 : 401;
}
