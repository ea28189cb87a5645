import { fileURLToPath } from 'node:url';
import { createWho, isOwnRequest, type Reply, type Who, type WhoApi } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { basicAuth } from '@who/plugin-basic-auth';
import { htpasswd } from '@who/plugin-htpasswd';
import { redirector } from '@who/plugin-redirector';

/** What the applications here have in common: people sign in at a page and keep a ticket, programs send a password. */
export function createEngine(publicUrl = 'http://app.example.org'): Who {
  return createWho({
    publicUrl,
    plugins: {
      ticket: authTkt({ secrets: ['a secret of these applications, and of no others'] }),
      basic: basicAuth({ realm: 'Example' }),
      users: htpasswd({ file: fileURLToPath(new URL('users.htpasswd', import.meta.url)) }),
      login: redirector({ loginUrl: '/login' }),
    },
    identifiers: ['ticket', 'basic'],
    authenticators: ['ticket', 'users'],
    challengers: ['login', 'basic'],
  });
}

export const LOGIN_PAGE = `<!doctype html><title>Sign in</title>
<form method="post">
  <label>Name <input name="login" autocomplete="username"></label>
  <label>Password <input name="password" type="password" autocomplete="current-password"></label>
  <button>Sign in</button>
</form>`;

export function greeting(userid: string | undefined): string {
  return `Hello ${userid ?? 'stranger'}`;
}

/**
 * What the form of the login page is answered. One that another site sends signs nobody in.
 *
 * @param parsed the form, where the framework has read it
 */
export async function signIn(who: WhoApi, parsed?: URLSearchParams): Promise<Reply> {
  if (!isOwnRequest(who.exchange)) return { status: 403 };
  const form = parsed ?? (await who.exchange.form());
  const { identity, headers } = await who.login({
    login: form.get('login') ?? '',
    password: form.get('password') ?? '',
  });
  return { status: 303, headers: [...headers, ['Location', identity ? '/private' : '/login?again']] };
}

export async function signOut(who: WhoApi): Promise<Reply> {
  if (!isOwnRequest(who.exchange)) return { status: 403 };
  return { status: 303, headers: [...(await who.logout()), ['Location', '/']] };
}
