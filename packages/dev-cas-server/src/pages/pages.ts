import type { Reply } from '../http/reply.js';
import type { TicketMethod } from '../sign-in/send-ticket.js';
import type { DevCasUser } from '../users.js';
import { type Html, html } from './html.js';
import { page } from './page.js';

/** What the login page shows. */
export interface LoginPage {
  /** Path that the form is sent to. */
  readonly action: string;
  readonly service: string | undefined;
  readonly method: TicketMethod;
  /** The one-time mark of this form. */
  readonly execution: string;
  readonly userid?: string | undefined;
  readonly problem?: string | undefined;
  /** Accounts to show with their passwords. */
  readonly accounts: readonly DevCasUser[];
}

export function loginPage(status: number, login: LoginPage): Reply {
  const { action, service, method, execution, userid, problem, accounts } = login;
  const described = problem ? html` aria-describedby="problem"` : undefined;
  const onUserid = userid ? undefined : html` autofocus`;
  const onPassword = userid ? html` autofocus` : undefined;
  const content = html`${service ? html`<p>to go on to <span class="url">${service}</span></p>` : undefined}
${problem ? html`<p class="problem" id="problem" role="alert">${problem}</p>` : undefined}
<form method="post" action="${action}">
<input type="hidden" name="execution" value="${execution}">
${service ? html`<input type="hidden" name="service" value="${service}">` : undefined}
${method === 'GET' ? undefined : html`<input type="hidden" name="method" value="${method}">`}
<label for="username">User name</label>
<input id="username" name="username" value="${userid}" autocomplete="username" autocapitalize="none" spellcheck="false" required${onUserid}${described}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${onPassword}${described}>
<button>Sign in</button>
</form>
${accounts.length > 0 ? accountTable(accounts) : undefined}`;
  return page(status, 'Sign in', content, { leads: service !== undefined });
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

export function errorPage(status: number, title: string, message: string): Reply {
  return page(status, title, html`<p>${message}</p>`);
}

/** A redirect, with a page for whoever does not follow it. */
export function redirect(status: 302 | 303, location: string): Reply {
  const { headers, body } = page(status, 'On you go', html`<p><a href="${location}" class="url">${location}</a></p>`);
  return { status, headers: [...headers, ['Location', location]], body };
}

/** A form that goes to the service by itself, and by hand where scripts are off. */
export function postPage(service: string, ticket: string): Reply {
  const content = html`<form method="post" action="${service}">
<input type="hidden" name="ticket" value="${ticket}">
<p>to <span class="url">${service}</span></p>
<button>Go on</button>
</form>`;
  return page(200, 'On you go', content, { leads: true, script: 'document.forms[0].submit();' });
}

/** For a client that reads its ticket from the headers. */
export function ticketPage(service: string): Reply {
  return page(
    200,
    'Signed in',
    html`<p>The ticket for <span class="url">${service}</span> is in the headers of this answer.</p>`,
  );
}
