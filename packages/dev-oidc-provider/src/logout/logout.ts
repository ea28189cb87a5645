import { html, parameter, Refusal, type Reply, redirect, withHeaders } from '@who/dev-server';
import { type Handler, type ProviderContext, sessionOf, setSessionCookie } from '../context.js';
import type { DevOidcClient } from '../options.js';
import { endSession } from './end-session.js';

/**
 * `/logout`: an application sends somebody here who signs out there (OpenID Connect RP-Initiated Logout 1.0). They are
 * asked, unless an ID token of this very session comes along.
 */
export const logout: Handler = async (request, context) => {
  const fields = request.method === 'POST' ? await request.form() : request.query;
  const hint = await readHint(parameter(fields, 'id_token_hint'), context);
  const target = targetOf(fields, hint?.client, context);
  const session = sessionOf(request, context);
  if (!session) return finish([], target, context);
  if (hint?.sid === session.sid) return finish(await endSession(session, context), target, context);
  const pending = context.logouts.add({ session, target });
  const content = html`<p>You are signed in here as <strong>${session.user.userid}</strong>.</p>
<form method="post" action="/logout/answer">
<input type="hidden" name="logout" value="${pending}">
<button name="answer" value="yes" autofocus>Sign out here, too</button>
<button name="answer" value="no" class="quiet">Stay signed in here</button>
</form>`;
  return context.page(200, 'Sign out?', content, { leads: true });
};

/** `POST /logout/answer`: what somebody has said to that. */
export const logoutAnswer: Handler = async (request, context) => {
  const fields = await request.form();
  const pending = context.logouts.take(parameter(fields, 'logout'));
  if (!pending || sessionOf(request, context) !== pending.session) {
    throw new Refusal(403, 'This form is too old or was sent twice.');
  }
  if (parameter(fields, 'answer') === 'yes') {
    return finish(await endSession(pending.session, context), pending.target, context);
  }
  return redirect(context.page, 303, pending.target ?? '/');
};

/** Frames tell applications; then the browser goes on. */
function finish(frames: readonly string[], target: string | undefined, { page }: ProviderContext): Reply {
  const isOver = setSessionCookie(undefined);
  if (target !== undefined && frames.length === 0) return withHeaders(redirect(page, 303, target), isOver);
  const content = html`<p>${frames.length > 0 ? 'The applications that you signed in to from here are being told so.' : 'The applications that you signed in to from here were told so.'}</p>
${target ? html`<p>Then you go on to <a id="next" href="${target}" class="url">${target}</a></p>` : undefined}
${frames.map((address) => html`<iframe src="${address}" title="An application signs you out" hidden></iframe>\n`)}`;
  const powers = frames.length > 0 ? { frames: true, script: GO_ON } : {};
  return withHeaders(page(200, 'You are signed out', content, powers), isOver);
}

/** Goes on when all frames have been loaded, and does not wait for an application that never answers. */
const GO_ON = `const next = document.getElementById('next');
if (next) {
  const go = () => location.replace(next.href);
  addEventListener('load', go);
  setTimeout(go, 5000);
}
`;

interface Hint {
  readonly sid: unknown;
  readonly client: DevOidcClient | undefined;
}

/** @throws {Refusal} 400 */
async function readHint(token: string | undefined, { signer, options }: ProviderContext): Promise<Hint | undefined> {
  if (token === undefined) return undefined;
  const claims = await signer.read(token);
  if (!claims) throw new Refusal(400, 'The parameter "id_token_hint" is no ID token of this provider.');
  return { sid: claims['sid'], client: options.clients.get(String(claims['aud'])) };
}

/** @throws {Refusal} 400: an address that nobody has registered could be anybody's */
function targetOf(
  fields: URLSearchParams,
  hinted: DevOidcClient | undefined,
  { options }: ProviderContext,
): string | undefined {
  const [id, uri] = [parameter(fields, 'client_id'), parameter(fields, 'post_logout_redirect_uri')];
  const client = id === undefined ? hinted : options.clients.get(id);
  if (id !== undefined && (!client || (hinted && hinted !== client))) {
    throw new Refusal(400, 'The parameter "client_id" names another application, or none that is known.');
  }
  if (uri === undefined) return undefined;
  if (!client?.postLogoutRedirectUris?.includes(uri)) {
    throw new Refusal(400, `"${uri}" is none of the addresses to which people may be sent after a logout.`);
  }
  const url = new URL(uri);
  const state = parameter(fields, 'state');
  if (state !== undefined) url.searchParams.append('state', state);
  return url.href;
}
