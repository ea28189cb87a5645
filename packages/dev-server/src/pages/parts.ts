import type { Reply } from '../http/reply.js';
import type { DevUser } from '../people/users.js';
import { type Html, html } from './html.js';
import type { PageMaker } from './page.js';

/** What a login form shows. */
export interface LoginForm {
  /** Path that it is sent to. */
  readonly action: string;
  /** What has to come back with it. */
  readonly hidden: Readonly<Record<string, string>>;
  /** Where people go on to; nothing for nowhere. */
  readonly goesOnTo: string | undefined;
  /** What has been typed already. @default nothing */
  readonly userid?: string | undefined;
  /** What was wrong with it. @default nothing */
  readonly problem?: string | undefined;
  /** Accounts of which the first ten are shown, with their passwords. */
  readonly accounts: readonly DevUser[];
}

/** A form for a name and a password: `username`, `password`. */
export function loginForm({ action, hidden, goesOnTo, userid, problem, accounts }: LoginForm): Html {
  const described = problem ? html` aria-describedby="problem"` : undefined;
  const onUserid = userid ? undefined : html` autofocus`;
  const onPassword = userid ? html` autofocus` : undefined;
  return html`${goesOnTo ? html`<p>to go on to <span class="url">${goesOnTo}</span></p>` : undefined}
${problem ? html`<p class="problem" id="problem" role="alert">${problem}</p>` : undefined}
<form method="post" action="${action}">
${hiddenInputs(hidden)}
<label for="username">User name</label>
<input id="username" name="username" value="${userid}" autocomplete="username" autocapitalize="none" spellcheck="false" required${onUserid}${described}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${onPassword}${described}>
<button>Sign in</button>
</form>
${accounts.length > 0 ? accountTable(accounts) : undefined}`;
}

function accountTable(accounts: readonly DevUser[]): Html {
  const rows = accounts
    .slice(0, MAX_ACCOUNTS)
    .map(({ userid, password }) => html`<tr><td>${userid}</td><td>${password}</td></tr>\n`);
  return html`<h2 id="accounts">Accounts</h2>
<table aria-labelledby="accounts">
<thead><tr><th scope="col">User name</th><th scope="col">Password</th></tr></thead>
<tbody>
${rows}</tbody>
</table>`;
}

const MAX_ACCOUNTS = 10;

/** What a form sends, and nobody sees. */
export function hiddenInputs(fields: Readonly<Record<string, string>>): readonly Html[] {
  return Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">\n`);
}

/** A form that goes to an application by itself, and by hand where scripts are off. */
export function postPage(page: PageMaker, action: string, fields: Readonly<Record<string, string>>): Reply {
  const content = html`<form method="post" action="${action}">
${hiddenInputs(fields)}<p>to <span class="url">${action}</span></p>
<button>Go on</button>
</form>`;
  return page(200, 'On you go', content, { leads: true, script: 'document.forms[0].submit();' });
}

export function errorPage(page: PageMaker, status: number, title: string, message: string): Reply {
  return page(status, title, html`<p>${message}</p>`);
}

/** A redirect, with a page for whoever does not follow it. */
export function redirect(page: PageMaker, status: 302 | 303, location: string): Reply {
  const { headers, body } = page(status, 'On you go', html`<p><a href="${location}" class="url">${location}</a></p>`);
  return { status, headers: [...headers, ['Location', location]], body };
}
