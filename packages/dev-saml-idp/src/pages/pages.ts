import { type Html, html, page } from './html.js';

/** An answer of the server. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function htmlAnswer(status: number, { policy, body }: ReturnType<typeof page>): Answer {
  return { status, headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy }, body };
}

export function redirect(location: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 303, headers: { Location: location, ...headers }, body: '' };
}

export function messagePage(status: number, title: string, text: string): Answer {
  return htmlAnswer(status, page(title, html`<p>${text}</p>`));
}

/** @param hidden what has to come back with the form */
export function loginPage(issuer: string, hidden: Readonly<Record<string, string>>, problem?: string): Answer {
  const note: Html = problem === undefined ? html`` : html`<p role="alert">${problem}</p>`;
  return htmlAnswer(
    200,
    page(
      'Sign in',
      html`<p>${issuer} wants to know who you are.</p>${note}
<form method="post" action="/saml/login">${hiddenInputs(hidden)}
<label for="username">User</label><input id="username" name="username" autocomplete="username" autofocus required>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button>Sign in</button></form>`,
    ),
  );
}

/** Sends a browser on with a form; with a button, where no script runs. */
export function postPage(action: string, fields: Readonly<Record<string, string>>): Answer {
  const body = html`<form method="post" action="${action}">${hiddenInputs(fields)}<button>Go on</button></form>`;
  return htmlAnswer(200, page('You are signed in', body, 'document.forms[0].submit()'));
}

export function homePage(user: string | undefined): Answer {
  const body =
    user === undefined
      ? html`<p>Nobody is signed in here. Sign in from an application.</p>`
      : html`<p>You are signed in as <strong>${user}</strong>.</p>
<form method="post" action="/saml/logout-everywhere"><button>Sign out everywhere</button></form>`;
  return htmlAnswer(200, page('Identity provider', body));
}

function hiddenInputs(fields: Readonly<Record<string, string>>): Html {
  const inputs = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`.markup,
  );
  return { markup: inputs.join('') };
}
