import { randomBytes } from 'node:crypto';
import {
  chain,
  type Exchange,
  type Identification,
  type Identity,
  type MaybePromise,
  type Reply,
  type WhoApi,
} from '@who/core';
import { clauseOf, homeUrl, ownUrl, redirect, type XmlElement } from '@who/sso';
import { decodeMessage } from '../answer/decode.js';
import type { NameId } from '../attributes/name-id.js';
import type { SamlContext } from '../context.js';
import type { IdpMetadata } from '../metadata/read-metadata.js';
import { reasons } from '../reasons.js';
import { malformed, SamlRefusal } from '../refusal.js';
import type { Binding } from '../saml-names.js';
import { signedDocument } from '../xml/signed.js';
import { parseXml } from '../xml/xml.js';
import { type LogoutStatus, logoutRequestXml, logoutResponseXml } from './messages.js';
import { postReply } from './post-binding.js';
import { type LogoutRequest, MAX_AGE_MS, readLogoutRequest, readLogoutResponse } from './read-logout.js';
import { type MessageName, readRedirect, redirectUrl } from './redirect-binding.js';
import { groupOf } from './session-names.js';

/** A message of single logout, and by whom it may have been signed. */
interface Incoming {
  readonly name: MessageName;
  readonly relayState: string | undefined;
  readonly binding: Binding;
  /** @throws {SamlRefusal} */
  read(metadata: IdpMetadata): XmlElement;
}

/** Answers the path of single logout: the identity provider ends a session, or has ended one that ended here. */
export async function singleLogout(exchange: Exchange, context: SamlContext): Promise<Identification | undefined> {
  let incoming: Incoming | undefined;
  try {
    incoming = exchange.method === 'GET' ? fromQuery(exchange, context) : await fromForm(exchange, context);
  } catch (error) {
    return { reply: refuse(exchange, context, error) };
  }
  if (!incoming) return undefined;
  const message = incoming;
  if (message.name === 'SAMLResponse') return { reply: () => finish(exchange, context, message) };
  return { reply: (who) => end(who, context, message) };
}

function fromQuery(exchange: Exchange, { settings }: SamlContext): Incoming | undefined {
  const { target } = exchange;
  const query = target.slice(target.indexOf('?') + 1 || target.length);
  for (const name of ['SAMLRequest', 'SAMLResponse'] as const) {
    const found = readRedirect(query, name);
    if (!found) continue;
    return {
      name,
      relayState: found.relayState,
      binding: 'redirect',
      read({ certificates }) {
        found.checkSignature(certificates, settings.legacy);
        return parseXml(found.xml);
      },
    };
  }
  return undefined;
}

async function fromForm(exchange: Exchange, { base, settings }: SamlContext): Promise<Incoming | undefined> {
  const form = await base.readForm(exchange);
  for (const name of ['SAMLRequest', 'SAMLResponse'] as const) {
    const [packed, ...others] = form.getAll(name);
    if (packed === undefined) continue;
    if (others.length > 0) throw malformed('there are several');
    const text = decodeMessage(packed);
    return {
      name,
      relayState: form.get('RelayState') ?? undefined,
      binding: 'post',
      read: ({ certificates }) => signedDocument(text, { certificates, legacy: settings.legacy }),
    };
  }
  return undefined;
}

/** Has the keys looked at once more where none fits. */
async function believed(
  exchange: Exchange,
  { idp }: SamlContext,
  { read }: Incoming,
): Promise<[XmlElement, IdpMetadata]> {
  const metadata = await idp.get(exchange);
  try {
    return [read(metadata), metadata];
  } catch (error) {
    if (!(error instanceof SamlRefusal) || error.reason !== reasons.SAML_NOT_GENUINE) throw error;
    await idp.renew(exchange);
    const fresh = await idp.get(exchange);
    if (fresh === metadata) throw error;
    return [read(fresh), fresh];
  }
}

/** The identity provider has ended sessions: they are over here, too, in every process. */
async function end(who: WhoApi, context: SamlContext, incoming: Incoming): Promise<Reply> {
  const { exchange } = who;
  const { base } = context;
  let request: LogoutRequest;
  let metadata: IdpMetadata;
  try {
    const [root, by] = await believed(exchange, context, incoming);
    metadata = by;
    request = readLogoutRequest(root, expectation(exchange, context, by));
  } catch (error) {
    return refuse(exchange, context, error);
  }
  const { nameId, sessionIndexes, id } = request;
  const isFirst = await base.once(`logout ${metadata.entityId} ${id}`, MAX_AGE_MS + 2 * context.settings.toleranceMs);
  const headers =
    isFirst && who.identity && (await isAbout(exchange, context, who.identity, request)) ? await who.logout() : [];
  if (isFirst && sessionIndexes.length === 0) {
    const userid = context.settings.userid === 'NameID' ? nameId.value : undefined;
    await base.endSessions(who, { subject: nameId.value }, userid);
  }
  if (isFirst) for (const index of sessionIndexes) await base.endSessions(who, { group: groupOf(nameId.value, index) });
  const reply = answer(exchange, context, metadata, incoming, id, 'Success');
  return { ...reply, headers: [...(reply.headers ?? []), ...headers] };
}

/** Whether the person in this very browser is meant. */
async function isAbout(
  exchange: Exchange,
  { base }: SamlContext,
  identity: Identity,
  { nameId, sessionIndexes }: LogoutRequest,
): Promise<boolean> {
  const session = await base.sessionOf(exchange, identity);
  const known = nameIdOf(session?.['nameId']);
  const index = session?.['sessionIndex'];
  return known?.value === nameId.value && (sessionIndexes.length === 0 || sessionIndexes.includes(index as string));
}

/** Tells the identity provider, by way of the browser that it has sent. */
function answer(
  exchange: Exchange,
  { settings, entityIdAt }: SamlContext,
  { logoutAnswers }: IdpMetadata,
  { relayState, binding }: Incoming,
  inResponseTo: string,
  status: LogoutStatus,
): Reply {
  const { signingKey, privateKey, certificates } = settings;
  const back = logoutAnswers[binding] === undefined ? (binding === 'post' ? 'redirect' : 'post') : binding;
  const destination = logoutAnswers[back];
  if (destination === undefined || !signingKey || privateKey === undefined)
    return redirect(exchange, homeUrl(exchange));
  const issuer = entityIdAt(exchange.publicUrl);
  const head = { id: newId(), issuedAtMs: exchange.now(), destination, issuer };
  const xml = logoutResponseXml(head, inResponseTo, status);
  return back === 'redirect'
    ? redirect(exchange, redirectUrl(destination, ['SAMLResponse', xml], relayState, signingKey))
    : postReply(destination, ['SAMLResponse', xml], relayState, { privateKey, certificates });
}

/** The identity provider says how it went there; here it is over in any case. */
async function finish(exchange: Exchange, context: SamlContext, incoming: Incoming): Promise<Reply> {
  try {
    const [root, metadata] = await believed(exchange, context, incoming);
    const failure = readLogoutResponse(root, expectation(exchange, context, metadata));
    exchange.explain?.(reasons.SAML_LOGOUT_ANSWERED, { status: failure ?? 'Success' });
    if (failure !== undefined) {
      const reason = `the identity provider says of a logout: ${failure}`;
      context.base.logRefusal(exchange, 'SAML_LOGOUT_ANSWERED', reason);
    }
    return redirect(exchange, ownUrl(exchange, context.base.settings, incoming.relayState));
  } catch (error) {
    return refuse(exchange, context, error);
  }
}

/**
 * Where a browser signs out at the identity provider: a signed request in an address. Nobody is kept from signing out here
 * by an identity provider that is not known just now.
 */
export function logoutUrl(
  exchange: Exchange,
  identity: Identity | undefined,
  returnTo: string,
  context: SamlContext,
): MaybePromise<string | undefined> {
  const { base, settings, entityIdAt, idp } = context;
  const { signingKey } = settings;
  if (!identity || !signingKey) return undefined;
  return chain(base.sessionOf(exchange, identity), async (session) => {
    const nameId = nameIdOf(session?.['nameId']);
    if (!nameId) return undefined;
    try {
      const { logout } = await idp.get(exchange);
      if (logout.redirect === undefined) return undefined;
      const destination = logout.redirect;
      const issuer = entityIdAt(exchange.publicUrl);
      const head = { id: newId(), issuedAtMs: exchange.now(), destination, issuer };
      const sessionIndex = session?.['sessionIndex'] as string | undefined;
      const xml = logoutRequestXml(head, { nameId, sessionIndex });
      const path = returnTo.slice(new URL(returnTo).origin.length);
      const relayState = path.length > MAX_RELAY_STATE ? undefined : path;
      return redirectUrl(destination, ['SAMLRequest', xml], relayState, signingKey);
    } catch (error) {
      exchange.logger.warn((error as Error).message);
      return undefined;
    }
  });
}

function nameIdOf(kept: unknown): NameId | undefined {
  return typeof kept === 'string' ? (JSON.parse(kept) as NameId) : undefined;
}

function expectation(
  exchange: Exchange,
  { settings }: SamlContext,
  { entityId }: IdpMetadata,
): Parameters<typeof readLogoutRequest>[1] {
  return {
    idpEntityId: entityId,
    logoutUrl: exchange.publicUrl + settings.singleLogoutPath,
    nowMs: exchange.now(),
    toleranceMs: settings.toleranceMs,
  };
}

function refuse(exchange: Exchange, { base }: SamlContext, error: unknown): Reply {
  if (!(error instanceof SamlRefusal)) throw error;
  exchange.explain?.(error.reason, error.facts);
  return base.refusePlain(exchange, 'LOGOUT_REQUEST_INVALID', clauseOf(error.reason, error.facts));
}

const newId = (): string => `_${randomBytes(16).toString('hex')}`;

/** Longer ones need not be sent back (bindings, section 3.4.3). */
const MAX_RELAY_STATE = 80;
