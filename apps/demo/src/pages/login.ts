import type { Site } from '../site.js';
import { Html, html } from './html.js';
import type { Page } from './layout.js';

export interface LoginForm {
  readonly cameFrom: string;
  /** The name of a first try that went wrong. */
  readonly login?: string | undefined;
  readonly failed?: boolean | undefined;
}

/** The password form and the ways to CAS and the front-end server. After a failed try it says so, keeps the name and has the status 401. */
export function loginPage({ base, sso }: Site, { cameFrom, login = '', failed = false }: LoginForm): Page {
  const invalid = failed ? new Html(' aria-invalid="true" aria-describedby="problem"') : undefined;
  const focus = new Html(' autofocus');
  const body = html`
<h1>Sign in</h1>
${failed ? html`<p class="message" id="problem" role="alert">This name and password do not belong together. Please try again.</p>` : undefined}
<div class="ways">
<section class="card" aria-labelledby="by-password">
<h2 id="by-password">With a password</h2>
<form method="post" action="${base}/login">
<input type="hidden" name="came_from" value="${cameFrom}">
<label for="login">Name</label>
<input type="text" id="login" name="login" value="${login}" autocomplete="username" autocapitalize="none" spellcheck="false" required${invalid}${failed ? undefined : focus}>
<label for="password">Password</label>
<input type="password" id="password" name="password" autocomplete="current-password" required${invalid}${failed ? focus : undefined}>
<button type="submit">Sign in</button>
</form>
</section>
<section class="card" aria-labelledby="by-cas">
<h2 id="by-cas">With CAS</h2>
<p>Use your university account.</p>
<a class="button quiet" href="${base}/login/cas?came_from=${encodeURIComponent(cameFrom)}">Sign in with CAS</a>
</section>
${sso ? frontEnd(base, cameFrom) : undefined}</div>`;
  return { status: failed ? 401 : 200, title: 'Sign in', body };
}

const frontEnd = (base: string, cameFrom: string): Html => html`<section class="card" aria-labelledby="by-sso">
<h2 id="by-sso">At the front-end server</h2>
<p>The web server in front of this application signs you in.</p>
<a class="button quiet" href="${base}/login/sso?came_from=${encodeURIComponent(cameFrom)}">Sign in at the front end</a>
</section>
`;
