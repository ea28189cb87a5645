import type { Identity } from '@who/core';
import type { Attributes } from '@who/metadata-cache';
import type { Site } from '../site.js';
import { type Html, html } from './html.js';
import type { Page } from './layout.js';

type User = Identity<{ attributes: Attributes }>;

/** Who you are, how to sign in, what was released about you. */
export function homePage(site: Site, user: User | undefined, how: Html | undefined): Page {
  const body = html`${user ? signedIn(user) : stranger(site)}${how}`;
  return { status: 200, title: user ? user.userid : 'Welcome', body };
}

const stranger = ({ base, sso, elsewhere }: Site): Html => html`
<h1>You are not signed in</h1>
<p class="lead">Choose a way to sign in. The application behind it is the same, and never learns which way you took.</p>
<div class="ways">
<section class="card" aria-labelledby="by-cas">
<h2 id="by-cas">University sign-in (CAS)</h2>
<p>You are sent to the CAS server and come back signed in, with what it releases about you.</p>
<a class="button" href="${base}/login/cas?${home(base)}">Sign in with CAS</a>
</section>
${elsewhere ? [bySaml(base), byOidc(base)] : undefined}<section class="card" aria-labelledby="by-password">
<h2 id="by-password">Name and password</h2>
<p>Checked against a file that Apache’s <code>htpasswd</code> writes, a database, and a directory where there is one.</p>
<a class="button quiet" href="${base}/login">Sign in with a password</a>
</section>
${sso ? frontEnd(base) : undefined}</div>
`;

const bySaml = (base: string): Html => html`<section class="card" aria-labelledby="by-saml">
<h2 id="by-saml">University sign-in (SAML)</h2>
<p>You are sent to an identity provider, whose signed answer says who you are.</p>
<a class="button" href="${base}/login/saml?${home(base)}">Sign in with SAML</a>
</section>
`;

const byOidc = (base: string): Html => html`<section class="card" aria-labelledby="by-oidc">
<h2 id="by-oidc">OpenID Connect</h2>
<p>You are sent to a provider of OpenID Connect; the application asks it itself who you are.</p>
<a class="button" href="${base}/login/oidc?${home(base)}">Sign in with OpenID Connect</a>
</section>
`;

const frontEnd = (base: string): Html => html`<section class="card" aria-labelledby="by-sso">
<h2 id="by-sso">Front-end server</h2>
<p>The web server in front of this application signs you in, with Shibboleth for instance.</p>
<a class="button quiet" href="${base}/login/sso?${home(base)}">Sign in at the front end</a>
</section>
`;

const home = (base: string): string => `came_from=${encodeURIComponent(`${base}/`)}`;

function signedIn(user: User): Html {
  return html`
<h1>You are ${user.userid}</h1>
<p class="lead">Recognised by <code>${user.identifier ?? 'a layer above'}</code>, verified by
<code>${user.authenticator ?? 'a layer above'}</code>.</p>
<section class="card" aria-labelledby="sign-in">
<h2 id="sign-in">Your sign-in</h2>
<dl>
<dt>User</dt><dd>${user.userid}</dd>
<dt>Identifier</dt><dd><code>${user.identifier ?? 'none'}</code></dd>
<dt>Authenticator</dt><dd><code>${user.authenticator ?? 'none'}</code></dd>
<dt>Tokens</dt><dd>${user.tokens.length > 0 ? values(user.tokens) : html`<span class="none">none</span>`}</dd>
</dl>
</section>
<section class="card" aria-labelledby="attributes">
<h2 id="attributes">Released about you</h2>
${attributeList(user.metadata.attributes ?? {})}
</section>`;
}

function attributeList(attributes: Attributes): Html {
  const entries = Object.entries(attributes);
  if (entries.length === 0) return html`<p class="none">Nothing was released about you.</p>`;
  return html`<dl id="released">
${entries.map(([name, list]) => html`<dt>${name}</dt><dd>${values(list)}</dd>\n`)}</dl>`;
}

function values(list: readonly string[]): Html {
  return html`<ul>${list.map((value) => html`<li>${value}</li>`)}</ul>`;
}
