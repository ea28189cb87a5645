import { Identity } from '@who/core';
import { plainRememberer, testChallenger, testIdentifier } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { type FormCredentials, type FormOptions, form } from '../src/index.js';
import { json, PASSWORD, posted } from './support.js';

const runner = { describe, it, expect };
const german = { lang: 'de', texts: { signIn: 'Anmelden' } };

describe.each<[string, Partial<FormOptions>, string]>([
  ['with a login page', { rememberMeSeconds: 3600, page: { languages: [{ lang: 'en' }, german] } }, '/login'],
  ['in the place of a page', { loginFormUrl: null }, '/page?__do_login=true'],
])('%s', (_how, options, url) => {
  const subject = {
    create: () => form({ rememberer: 'ticket', ...options }),
    plugins: { ticket: plainRememberer() },
    secrets: [PASSWORD],
  };

  testIdentifier(runner, {
    ...subject,
    request: (login) => posted({ login, password: PASSWORD, came_from: '/page' }, { url }),
    claims: (credentials) => (credentials as FormCredentials).login,
    identity: (userid) => new Identity({ userid }, 'subject', 'users'),
    memory: 'delegated',
    promises: ['identify'],
  });

  if (url === '/login') testChallenger(runner, { ...subject, status: 302, declines: { url } });
  else testChallenger(runner, { ...subject, status: 401 });
});

describe('with a login page of the application', () => {
  testIdentifier(runner, {
    create: () => form({ rememberer: 'ticket', loginPage: 'application' }),
    plugins: { ticket: plainRememberer() },
    secrets: [PASSWORD],
    request: (login) => json({ login, password: PASSWORD }),
    claims: (credentials) => (credentials as FormCredentials).login,
    identity: (userid) => new Identity({ userid }, 'subject', 'users'),
    memory: 'delegated',
    promises: ['identify'],
  });
});
