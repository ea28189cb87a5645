import { type Html, html } from './html.js';
import { pageStyle, pageStyleSource } from './page-style.js';
import type { Reply } from './reply.js';
import type { DevCasUser } from './users.js';

/** What the login page shows. */
export interface LoginPage {
  /** Path that the form is sent to. */
  readonly action: string;
  readonly service: string | undefined;
  /** The one-time mark of this form. */
  readonly execution: string;
  readonly userid?: string | undefined;
  readonly problem?: string | undefined;
  /** Accounts to show with their passwords. */
  readonly accounts: readonly DevCasUser[];
}

export function loginPage(status: number, { action, service, execution, userid, problem, accounts }: LoginPage): Reply {
  const described = problem ? html` aria-describedby="problem"` : undefined;
  const onUserid = userid ? undefined : html` autofocus`;
  const onPassword = userid ? html` autofocus` : undefined;
  const content = html`${service ? html`<p>to go on to <span class="url">${service}</span></p>` : undefined}
${problem ? html`<p class="problem" id="problem" role="alert">${problem}</p>` : undefined}
<form method="post" action="${action}">
<input type="hidden" name="execution" value="${execution}">
${service ? html`<input type="hidden" name="service" value="${service}">` : undefined}
<label for="username">User name</label>
<input id="username" name="username" value="${userid}" autocomplete="username" autocapitalize="none" spellcheck="false" required${onUserid}${described}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${onPassword}${described}>
<button>Sign in</button>
</form>
${accounts.length > 0 ? accountTable(accounts) : undefined}`;
  return page(status, 'Sign in', content, service !== undefined);
}

function accountTable(accounts: readonly DevCasUser[]): Html {
  const rows = accounts.map(({ userid, password }) => html`<tr><td>${userid}</td><td>${password}</td></tr>\n`);
  return html`<h2 id="accounts">Accounts</h2>
<table aria-labelledby="accounts">
<thead><tr><th scope="col">User name</th><th scope="col">Password</th></tr></thead>
<tbody>
${rows}</tbody>
</table>`;
}

export function signedInPage(userid: string, logoutPath: string): Reply {
  return page(
    200,
    'You are signed in',
    html`<p>as <strong>${userid}</strong>. Applications that use this server will not ask for your password.</p>
<p><a href="${logoutPath}">Sign out</a></p>`,
  );
}

/** @param url an http or https URL that the application would like you to go on to */
export function signedOutPage(loginPath: string, url: string | undefined): Reply {
  return page(
    200,
    'You are signed out',
    html`<p>The applications that you signed in to from here were told so.</p>
${url ? html`<p>The application that you came from offers to go on to <a href="${url}" class="url">${url}</a></p>` : undefined}
<p><a href="${loginPath}">Sign in again</a></p>`,
  );
}

export function errorPage(status: number, title: string, message: string): Reply {
  return page(status, title, html`<p>${message}</p>`);
}

/** A redirect, with a page for whoever does not follow it. */
export function redirect(status: 302 | 303, location: string): Reply {
  const { headers, body } = page(status, 'On you go', html`<p><a href="${location}" class="url">${location}</a></p>`);
  return { status, headers: [...headers, ['Location', location]], body };
}

/**
 * @param leads whether the page's form leads to a service. Chromium holds every redirect that follows a form against
 * `form-action`, those of the service too, and knows no IPv6 addresses there: so it is any http or https URL.
 */
function page(status: number, title: string, content: Html, leads = false): Reply {
  const policy = [
    "default-src 'none'",
    `style-src ${pageStyleSource}`,
    leads ? "form-action 'self' http: https:" : "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    status,
    headers: [
      ['Content-Type', 'text/html; charset=utf-8'],
      ['Content-Security-Policy', policy.join('; ')],
    ],
    body: html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · development CAS server</title>
<style>${{ markup: pageStyle }}</style>
</head>
<body>
<p class="notice" role="note"><strong>For development only.</strong> Never use this server in production.</p>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`.markup,
  };
}
