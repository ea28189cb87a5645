import { type Authenticator, PasswordCredentials, type Reply, responseHead, WhoError } from '@who/core';
import { fakeRequest } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import type { FormOptions } from '../src/index.js';
import { ALICE, ask, engine, json, logged, posted } from './support.js';

const as = (login: string) => ({ ...ALICE, login });
const german = { lang: 'de', texts: { tooManyAttempts: 'Zu oft.', tryAgainIn: 'Noch {time}.' } };

describe('an authenticator that answers 429 or 503', () => {
  it.each([
    ['busy', 429, '90', 'Too many attempts. Please try again in 2 minutes.'],
    ['busy for long', 429, undefined, 'Too many attempts. Please try again later.'],
    ['down', 503, '5', 'Signing in does not work at the moment. Please try again in 5 seconds.'],
  ])('is told on the page, with its status and its headers: %s', async (login, status, retryAfter, text) => {
    const page = await ask(engine(), posted(as(login)));
    expect([page?.status, page?.header('retry-after'), page?.cookies]).toEqual([status, retryAfter, []]);
    expect(page?.body).toContain(text);
    expect(page?.body).toContain('<form');
    expect(page?.body).not.toContain('aria-invalid="true"');
    expect(page?.body).toContain(`value="${login}"`);
  });

  it('is told in the language of the page', async () => {
    const options: Partial<FormOptions> = { page: { languages: [german] } };
    expect((await ask(engine({ options }), posted(as('busy'))))?.body).toContain('Zu oft. Noch 2 Minuten.');
  });

  it.each([
    ['0', '1 second'],
    ['59', '59 seconds'],
    ['60', '1 minute'],
    ['61', '2 minutes'],
    ['3601', '2 hours'],
    ['99999999', '27,778 hours'],
    ['-1', 'later'],
    ['999999999999', 'later'],
    ['Fri, 31 Dec 1999 23:59:59 GMT', 'later'],
  ])('may say when to come back: %s', async (retryAfter, said) => {
    const error = new WhoError('No.', { code: 'X', plugin: 'x', status: 429, headers: [['Retry-After', retryAfter]] });
    const users: Authenticator = {
      authenticate(_exchange, credentials) {
        if (credentials instanceof PasswordCredentials) throw error;
        return undefined;
      },
    };
    const page = await ask(engine({ plugins: { users } }), posted(ALICE));
    expect(page?.body).toContain(said);
    expect(page?.header('retry-after')).toBe(retryAfter);
  });

  it('is in the log, by its code', async () => {
    const logger = logged();
    await ask(engine({ logger }), posted(as('down')));
    await ask(engine({ logger }), posted(as('busy')));
    expect(logger.lines).toEqual([
      expect.stringMatching(/^error: \[users\] .*\(BACKEND_DOWN\)$/),
      expect.stringMatching(/^debug: \[users\] .*\(TOO_MANY\)$/),
    ]);
  });

  it('is told to programs by a status and a code', async () => {
    const answer = await ask(engine(), json(as('down')));
    expect([answer?.status, answer?.header('retry-after'), answer?.header('x-told'), answer?.body]).toEqual([
      503,
      '5',
      'yes',
      '{"code":"BACKEND_DOWN"}',
    ]);
  });
});

it.each([posted(as('broken')), json(as('broken'))])('any other failure is one of the request', async (request) => {
  await expect(ask(engine(), request)).rejects.toMatchObject({ code: 'BACKEND_BROKEN', status: 500 });
});

describe('why an account signs nobody in', () => {
  it('looks like a wrong password by default, to the letter', async () => {
    const looks = async (login: string, how: typeof posted | typeof json) => {
      const api = engine().api(fakeRequest(how({ login, password: 'x' }, { headers: { Cookie: 'plain=user=bob' } })));
      await api.authenticate();
      const { status, headers, body } = api.earlyReply as Reply;
      const left = await api.conclude(responseHead(status, headers));
      return [status, headers, String(body).replaceAll(login, 'LOGIN'), left, api.identity];
    };
    for (const how of [posted, json]) {
      const wrong = await looks('alice', how);
      expect(JSON.stringify(wrong)).toContain('plain=; Path=/; Max-Age=0');
      for (const login of ['locked', 'expired']) expect(await looks(login, how)).toEqual(wrong);
    }
  });

  it('is said where it may be, and nothing more', async () => {
    const who = engine({ options: { showReasons: ['ACCOUNT_LOCKED'] } });
    const page = await ask(who, posted(as('locked')));
    expect(page?.status).toBe(401);
    expect(page?.body).toContain('Your account is locked.');
    expect((await ask(who, json(as('locked'))))?.body).toBe('{"code":"ACCOUNT_LOCKED"}');
    expect((await ask(who, posted(as('expired'))))?.body).toContain('do not belong together');
    expect((await ask(who, json(as('expired'))))?.body).toBe('{"code":"FORM_WRONG_PASSWORD"}');
  });
});
