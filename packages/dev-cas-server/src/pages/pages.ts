import {
  html,
  type KnownUser,
  loginForm,
  type PageMaker,
  pageMaker,
  type Reply,
  errorPage as sharedErrorPage,
  postPage as sharedPostPage,
  redirect as sharedRedirect,
} from '@who/dev-server';
import type { TicketMethod } from '../sign-in/send-ticket.js';

export const page: PageMaker = pageMaker('development CAS server');

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
  readonly accounts: readonly KnownUser[];
}

export function loginPage(status: number, login: LoginPage): Reply {
  const { action, service, method, execution, userid, problem, accounts } = login;
  const hidden = { execution, ...(service && { service }), ...(method !== 'GET' && { method }) };
  const form = loginForm({ action, hidden, goesOnTo: service, userid, problem, accounts });
  return page(status, 'Sign in', form, { leads: service !== undefined });
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
  return sharedErrorPage(page, status, title, message);
}

/** A redirect, with a page for whoever does not follow it. */
export function redirect(status: 302 | 303, location: string): Reply {
  return sharedRedirect(page, status, location);
}

/** A form that goes to the service by itself, and by hand where scripts are off. */
export function postPage(service: string, ticket: string): Reply {
  return sharedPostPage(page, service, { ticket });
}

/** For a client that reads its ticket from the headers. */
export function ticketPage(service: string): Reply {
  return page(
    200,
    'Signed in',
    html`<p>The ticket for <span class="url">${service}</span> is in the headers of this answer.</p>`,
  );
}
