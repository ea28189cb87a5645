import type { Site } from '../site.js';
import { html } from './html.js';
import type { Page } from './layout.js';

/** What a login page of the application's own shows. */
export interface LoginState {
  readonly status: 200 | 401;
  readonly cameFrom: string;
  /** What was typed. */
  readonly login?: string | undefined;
}

/** Where no plugin has a login page. */
export function loginPage({ base }: Site, { status, cameFrom, login = '' }: LoginState): Page {
  const problem =
    status === 401 ? html`<p class="message" role="alert">Name and password do not belong together.</p>` : undefined;
  const body = html`
<h1>Sign in</h1>
${problem}
<form class="card" method="post" action="${base}/login">
<p><label for="login">Name</label><br><input id="login" name="login" autocomplete="username" required value="${login}"></p>
<p><label for="password">Password</label><br>
<input id="password" name="password" type="password" autocomplete="current-password" required></p>
<input type="hidden" name="came_from" value="${cameFrom}">
<button type="submit">Sign in</button>
</form>`;
  return { status, title: 'Sign in', body };
}
