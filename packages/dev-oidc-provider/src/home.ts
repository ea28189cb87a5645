import { html } from '@who/dev-server';
import { type Handler, sessionOf } from './context.js';

/** `/`: who is signed in, and a way out. */
export const home: Handler = (request, context) => {
  const session = sessionOf(request, context);
  const content = session
    ? html`<p>You are signed in here as <strong>${session.user.userid}</strong>.</p>
<form method="post" action="/logout/answer">
<input type="hidden" name="logout" value="${context.logouts.add({ session, target: undefined })}">
<button name="answer" value="yes">Sign out everywhere</button>
</form>`
    : html`<p>Nobody is signed in here. Sign in from an application.</p>
<p>Applications find out all that they need by the issuer: <span class="url">${context.issuer}</span></p>`;
  return context.page(200, 'OpenID provider', content);
};
