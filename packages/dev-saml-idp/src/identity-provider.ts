import { timingSafeEqual } from 'node:crypto';
import type { KeyPair } from './keys/certificate.js';
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
import { type Answer, homePage, loginPage, messagePage, postPage, redirect } from './pages/pages.js';
import { createSessions, type Session } from './sessions.js';

/** A request, as far as it is looked at. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  /** What the session's cookie says. */
  readonly sessionId: string | undefined;
}

/** Answers requests to an identity provider that lives at a URL. */
export function identityProvider(url: string, options: ResolvedOptions, keys: KeyPair): (asked: Asked) => Answer {
  const idp = `${url}/saml/metadata`;
  const sessions = createSessions();

  return function answer(asked) {
    const { method, path, query, form, sessionId } = asked;
    const isPost = method === 'POST';
    if (path === '/') return homePage(sessions.find(sessionId)?.user.userid);
    if (path === '/saml/metadata') {
      const headers = { 'Content-Type': 'application/samlmetadata+xml' };
      return { status: 200, headers, body: metadataXml(url, idp, keys.certificate) };
    }
    if (path === '/saml/sign-on') return signOn(isPost ? form : query, !isPost, sessionId);
    if (path === '/saml/login' && isPost) return logIn(form);
    if (path === '/saml/logout') return logout(query, sessionId);
    if (path === '/saml/logout-everywhere' && isPost) return nextLogout(sessionId);
    return messagePage(404, 'Not found', 'There is nothing here.');
  };

  /** An application sends somebody here. */
  function signOn(fields: URLSearchParams, isDeflated: boolean, sessionId: string | undefined): Answer {
    const packed = fields.get('SAMLRequest') ?? '';
    const request = readMessage(packed, isDeflated);
    const acsUrl = request && acsUrlOf(request);
    if (!request || acsUrl === undefined) {
      return messagePage(400, 'That did not work', 'This is no AuthnRequest of an application on this machine.');
    }
    const relayState = fields.get('RelayState') ?? '';
    const session = sessions.find(sessionId);
    const isTrue = (name: string): boolean => /^(?:true|1)$/.test(request.attribute(name) ?? '');
    if (session && !isTrue('ForceAuthn')) return respond(request, acsUrl, relayState, session);
    if (isTrue('IsPassive')) return send(acsUrl, noPassiveXml(saysFor(request, acsUrl)), relayState);
    const encoding = isDeflated ? 'deflated' : 'plain';
    return loginPage(request.issuer, { SAMLRequest: packed, RelayState: relayState, encoding });
  }

  function logIn(form: URLSearchParams): Answer {
    const packed = form.get('SAMLRequest') ?? '';
    const encoding = form.get('encoding') ?? '';
    const request = readMessage(packed, encoding === 'deflated');
    const acsUrl = request && acsUrlOf(request);
    if (!request || acsUrl === undefined) return messagePage(400, 'That did not work', 'Go back and try once more.');
    const relayState = form.get('RelayState') ?? '';
    const user = options.users.get(form.get('username') ?? '');
    if (!user || !isSame(user.password, form.get('password') ?? '')) {
      const hidden = { SAMLRequest: packed, RelayState: relayState, encoding };
      return loginPage(request.issuer, hidden, 'Wrong name or password.');
    }
    const sessionId = newId();
    const session: Session = { user, sessionIndex: newId(), sinceMs: Date.now(), applications: new Set() };
    sessions.add(sessionId, session);
    const answer = respond(request, acsUrl, relayState, session);
    return { ...answer, headers: { ...answer.headers, 'Set-Cookie': `${COOKIE}=${sessionId}; Path=/; HttpOnly` } };
  }

  function respond(request: Message, acsUrl: string, relayState: string, session: Session): Answer {
    session.applications.add(request.issuer);
    return send(acsUrl, signedResponse(responseXml(saysFor(request, acsUrl), session), keys), relayState);
  }

  function saysFor({ id, issuer }: Message, acsUrl: string): ResponseSays {
    return { idp, requestId: id, audience: issuer, acsUrl, nowMs: Date.now() };
  }

  /** An application signs somebody out, or has done so because it was asked. */
  function logout(query: URLSearchParams, sessionId: string | undefined): Answer {
    if (query.has('SAMLResponse')) return nextLogout(sessionId);
    const request = readMessage(query.get('SAMLRequest') ?? '', true);
    if (request?.name !== 'LogoutRequest') return messagePage(400, 'That did not work', 'This is no LogoutRequest.');
    sessions.end(sessionId);
    const destination = options.logoutUrls.get(request.issuer);
    if (destination === undefined) return messagePage(200, 'You are signed out', 'You may close this page.');
    const xml = logoutResponseXml({ idp, destination, nowMs: Date.now() }, request.id);
    return redirect(signedUrl(destination, 'SAMLResponse', xml, query.get('RelayState') ?? undefined, keys));
  }

  /** Tells one application after the other that somebody has signed out here. */
  function nextLogout(sessionId: string | undefined): Answer {
    const session = sessions.find(sessionId);
    for (const entityId of session?.applications ?? []) {
      session?.applications.delete(entityId);
      const destination = options.logoutUrls.get(entityId);
      if (session && destination !== undefined) {
        const xml = logoutRequestXml({ idp, destination, nowMs: Date.now() }, session);
        return redirect(signedUrl(destination, 'SAMLRequest', xml, undefined, keys));
      }
    }
    sessions.end(sessionId);
    return messagePage(200, 'You are signed out', 'You may close this page.');
  }
}

/** Only pages of this machine may learn who somebody is. */
function acsUrlOf(request: Message): string | undefined {
  const url = request.attribute('AssertionConsumerServiceURL') ?? '';
  if (request.name !== 'AuthnRequest' || !URL.canParse(url)) return undefined;
  const { protocol, hostname } = new URL(url);
  return /^https?:$/.test(protocol) && LOOPBACK.test(hostname) ? url : undefined;
}

function send(acsUrl: string, xml: string, relayState: string): Answer {
  return postPage(acsUrl, { SAMLResponse: Buffer.from(xml).toString('base64'), RelayState: relayState });
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const LOOPBACK = /^(?:localhost|.*\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Whose value is a session's id. */
export const COOKIE = 'dev_saml_idp';
