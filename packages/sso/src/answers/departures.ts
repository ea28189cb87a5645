import type { Exchange, HeaderList, Reply } from '@who/core';
import type { Departure } from '../protocol.js';
import { redirect } from './headers.js';
import { html, htmlPage } from './html.js';

/** Sends a browser away, by a redirect or by a form that it posts. */
export function sentAway(exchange: Exchange, departure: Departure, headers: HeaderList): Reply {
  if ('location' in departure) return redirect(exchange, departure.location, headers);
  const { action, fields } = departure;
  const inputs = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">\n`.html,
  );
  return htmlPage({
    status: 200,
    title: 'Sign in',
    body: html`<form method="post" action="${action}">
${{ html: inputs.join('') }}<p>You are led to the page where you sign in.</p>
<button>Go on</button>
</form>`,
    headers,
    script: SUBMIT,
    // Browsers hold it against redirects behind the form, too, and nobody knows where a sign-in server leads.
    formAction: '',
  });
}

/** For those who have scripts: without the button. */
const SUBMIT = 'document.forms[0].submit()';
