import {
  type DevRequest,
  errorPage,
  html,
  isLoopbackUrl,
  isSameText,
  loginForm,
  type PageMaker,
  pageMaker,
  postPage,
  type Reply,
  type Route,
  redirect,
  type SigningKey,
  withHeaders,
} from '@who/dev-server';
import { type Message, readMessage } from './messages/read.js';
import { signedResponse, signedUrl } from './messages/sign.js';
import {
  logoutRequestXml,
  logoutResponseXml,
  metadataXml,
  newId,
  noPassiveXml,
  type ResponseSays,
  responseXml,
} from './messages/write.js';
import type { ResolvedOptions } from './options.js';
import { createSessions, type Session } from './sessions.js';

export const page: PageMaker = pageMaker('development SAML identity provider');

type Routes = Readonly<Record<string, Route<(request: DevRequest) => Reply | Promise<Reply>>>>;

/** Answers requests to an identity provider that lives at a URL. */
export function identityProvider(url: string, options: ResolvedOptions, keys: SigningKey): Routes {
  const idp = `${url}/saml/metadata`;
  const sessions = createSessions();
  const { logger } = options;
  const metadata = metadataXml(url, idp, keys.certificate);

  return {
    '/': { GET: home },
    '/saml/metadata': {
      GET: () => ({ status: 200, headers: [['Content-Type', 'application/samlmetadata+xml']], body: metadata }),
    },
    '/saml/sign-on': {
      GET: (request) => signOn(request.query, true, request.cookie(COOKIE)),
      POST: async (request) => signOn(await request.form(), false, request.cookie(COOKIE)),
    },
    '/saml/login': { POST: async (request) => logIn(await request.form()) },
    '/saml/logout': { GET: (request) => logout(request.query, request.cookie(COOKIE)) },
    '/saml/logout-everywhere': { POST: (request) => nextLogout(request.cookie(COOKIE)) },
  };

  function home(request: DevRequest): Reply {
    const user = sessions.find(request.cookie(COOKIE))?.user.userid;
    const content =
      user === undefined
        ? html`<p>Nobody is signed in here. Sign in from an application.</p>
<p>Applications find out all that they need by the metadata: <a class="url" href="/saml/metadata">${idp}</a></p>`
        : html`<p>You are signed in here as <strong>${user}</strong>.</p>
<form method="post" action="/saml/logout-everywhere"><button>Sign out everywhere</button></form>`;
    return page(200, 'SAML identity provider', content, { leads: true });
  }

  /** An application sends somebody here. */
  function signOn(fields: URLSearchParams, isDeflated: boolean, sessionId: string | undefined): Reply {
    const packed = fields.get('SAMLRequest') ?? '';
    const request = readMessage(packed, isDeflated);
    const acsUrl = request && acsUrlOf(request);
    if (!request || acsUrl === undefined) {
      return problem('This is no AuthnRequest of an application on this machine.');
    }
    const relayState = fields.get('RelayState') ?? '';
    const session = sessions.find(sessionId);
    const isTrue = (name: string): boolean => /^(?:true|1)$/.test(request.attribute(name) ?? '');
    if (session && !isTrue('ForceAuthn')) return respond(request, acsUrl, relayState, session);
    if (isTrue('IsPassive')) return send(acsUrl, noPassiveXml(saysFor(request, acsUrl)), relayState);
    return loginPage(200, acsUrl, {
      SAMLRequest: packed,
      RelayState: relayState,
      encoding: isDeflated ? 'deflated' : 'plain',
    });
  }

  function logIn(form: URLSearchParams): Reply {
    const packed = form.get('SAMLRequest') ?? '';
    const encoding = form.get('encoding') ?? '';
    const request = readMessage(packed, encoding === 'deflated');
    const acsUrl = request && acsUrlOf(request);
    if (!request || acsUrl === undefined) return problem('Go back and try once more.');
    const relayState = form.get('RelayState') ?? '';
    const userid = form.get('username') ?? '';
    const user = options.users.get(userid);
    if (!user || !isSameText(user.password, form.get('password') ?? '')) {
      const hidden = { SAMLRequest: packed, RelayState: relayState, encoding };
      return loginPage(401, acsUrl, hidden, userid, 'The user name or the password is wrong.');
    }
    const sessionId = newId();
    const session: Session = { user, sessionIndex: newId(), sinceMs: Date.now(), applications: new Set() };
    sessions.add(sessionId, session);
    logger.debug(`${user.userid} signed in for ${request.issuer}`);
    const cookie = `${COOKIE}=${sessionId}; Path=/; HttpOnly`;
    return withHeaders(respond(request, acsUrl, relayState, session), ['Set-Cookie', cookie]);
  }

  function loginPage(
    status: number,
    goesOnTo: string,
    hidden: Readonly<Record<string, string>>,
    userid?: string,
    wrong?: string,
  ): Reply {
    const accounts = options.showAccounts ? [...options.users.values()] : [];
    const form = loginForm({ action: '/saml/login', hidden, goesOnTo, userid, problem: wrong, accounts });
    return page(status, 'Sign in', form, { leads: true });
  }

  function respond(request: Message, acsUrl: string, relayState: string, session: Session): Reply {
    session.applications.add(request.issuer);
    return send(acsUrl, signedResponse(responseXml(saysFor(request, acsUrl), session), keys), relayState);
  }

  function saysFor({ id, issuer }: Message, acsUrl: string): ResponseSays {
    return { idp, requestId: id, audience: issuer, acsUrl, nowMs: Date.now() };
  }

  /** An application signs somebody out, or has done so because it was asked. */
  function logout(query: URLSearchParams, sessionId: string | undefined): Reply {
    if (query.has('SAMLResponse')) return nextLogout(sessionId);
    const request = readMessage(query.get('SAMLRequest') ?? '', true);
    if (request?.name !== 'LogoutRequest') return problem('This is no LogoutRequest.');
    sessions.end(sessionId);
    const destination = options.logoutUrls.get(request.issuer);
    if (destination === undefined) return signedOut();
    const xml = logoutResponseXml({ idp, destination, nowMs: Date.now() }, request.id);
    const relayState = query.get('RelayState') ?? undefined;
    return redirect(page, 303, signedUrl(destination, 'SAMLResponse', xml, relayState, keys));
  }

  /** Tells one application after the other that somebody has signed out here. */
  function nextLogout(sessionId: string | undefined): Reply {
    const session = sessions.find(sessionId);
    for (const entityId of session?.applications ?? []) {
      session?.applications.delete(entityId);
      const destination = options.logoutUrls.get(entityId);
      if (session && destination !== undefined) {
        const xml = logoutRequestXml({ idp, destination, nowMs: Date.now() }, session);
        return redirect(page, 303, signedUrl(destination, 'SAMLRequest', xml, undefined, keys));
      }
    }
    sessions.end(sessionId);
    return signedOut();
  }
}

const problem = (text: string): Reply => errorPage(page, 400, 'That did not work', text);

const signedOut = (): Reply =>
  page(
    200,
    'You are signed out',
    html`<p>The applications that you signed in to from here, and that want to know, were told so.</p>`,
  );

/** Only pages of this machine may learn who somebody is. */
function acsUrlOf(request: Message): string | undefined {
  const url = request.attribute('AssertionConsumerServiceURL') ?? '';
  return request.name === 'AuthnRequest' && isLoopbackUrl(url) ? url : undefined;
}

function send(acsUrl: string, xml: string, relayState: string): Reply {
  return postPage(page, acsUrl, { SAMLResponse: Buffer.from(xml).toString('base64'), RelayState: relayState });
}

/** Whose value is a session's id. */
const COOKIE = 'dev_saml_idp';
