import { chain, type Exchange, type MaybePromise, WhoError } from '@who/core';
import type { Arrival, Departure, Problem, Received, SignIn, Verdict } from '@who/sso';
import type { Assertion } from './answer/assertion.js';
import { decodeMessage } from './answer/decode.js';
import { believedAssertion, type ReadResponse, readResponse } from './answer/response.js';
import { readAttributes } from './attributes/attributes.js';
import { useridOf } from './attributes/userid.js';
import type { SamlContext } from './context.js';
import type { SamlErrorCode } from './errors.js';
import { sessionKeyOf } from './logout/session-names.js';
import type { IdpMetadata } from './metadata/read-metadata.js';
import { PACKAGE } from './naming.js';
import { reasons } from './reasons.js';
import { problemOf, SamlRefusal } from './refusal.js';
import { authnRequest } from './request/authn-request.js';

/** Sends a browser to the identity provider. */
export function leave(exchange: Exchange, signIn: SignIn, context: SamlContext): MaybePromise<Departure> {
  const { settings, idp, entityIdAt } = context;
  return chain(idp.get(exchange), (metadata) => {
    if (metadata.wantsRequestsSigned && settings.privateKey === undefined) throw keyMissing();
    return authnRequest(metadata, settings, {
      id: requestIdOf(signIn),
      entityId: entityIdAt(signIn.publicUrl),
      callbackUrl: signIn.callbackUrl,
      relayState: signIn.id,
      mode: signIn.mode,
    });
  });
}

/** Nobody else can have asked so: an answer is good in the browser that has this sign-in's cookie, and nowhere else. */
const requestIdOf = (signIn: SignIn): string => `_${signIn.secretFor('request')}`;

/** What a browser brings: a `SAMLResponse` in a form. */
export function receive(exchange: Exchange, form: URLSearchParams | undefined): Received<ReadResponse> {
  if (!form) return exchange.method === 'GET' ? { signIns: [] } : undefined;
  const responses = form.getAll('SAMLResponse');
  const [packed] = responses;
  if (packed === undefined) return undefined;
  try {
    if (responses.length > 1) throw new SamlRefusal('SAML_MALFORMED', { problem: 'there are several' }, INVALID);
    const answer = readResponse(decodeMessage(packed));
    const isAsked = answer.response.attribute('InResponseTo') !== undefined;
    const signIns = isAsked ? form.getAll('RelayState') : [];
    // Asked without a word, it knows nobody: no refusal.
    if (answer.failure === 'NoPassive') return { signIns };
    return { signIns, answer };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

/** Answers that have been taken, each out of one request. */
const taken = new WeakSet<ReadResponse>();

/** Looks whether an answer is genuine, and who it is. */
export async function verify(
  exchange: Exchange,
  arrival: Arrival<ReadResponse>,
  context: SamlContext,
): Promise<Verdict> {
  const { settings, idp, base } = context;
  const { answer } = arrival;
  const metadata = await idp.get(exchange);
  try {
    if (answer.failure !== undefined) return { refused: failed(answer.failure) };
    const { assertion, by } = await believed(exchange, arrival, context, metadata);
    checkRenewal(assertion, arrival.signIn, context);
    if (settings.authnContexts.length > 0 && !settings.authnContexts.includes(assertion.authnContext ?? '')) {
      throw new SamlRefusal('SAML_OTHER_CONTEXT');
    }
    const { attributes, leftOut } = readAttributes(assertion.attributeStatements, {
      attributeNames: settings.attributeNames,
      scopes: by.scopes,
    });
    if (leftOut.length > 0) context.warnLeftOut(exchange.logger, leftOut);
    const { nameId, sessionIndex } = assertion;
    const userid = useridOf({ idp: by.entityId, nameId, attributes }, settings.userid);
    const ttlMs = Math.max(1, assertion.goodUntilMs - exchange.now());
    // The engine may ask once more about what one and the same request has brought.
    const isFirst = taken.has(answer) || (await base.once(`assertion ${by.entityId} ${assertion.id}`, ttlMs));
    if (!isFirst) throw new SamlRefusal('SAML_REPLAYED');
    taken.add(answer);
    return {
      userid,
      attributes,
      isRenewed: arrival.signIn?.mode === 'renew',
      ...(nameId && {
        session: sessionKeyOf(nameId.value, sessionIndex),
        kept: { nameId: JSON.stringify(nameId), ...(sessionIndex !== undefined && { sessionIndex }) },
      }),
    };
  } catch (error) {
    return { refused: problemOf(error) };
  }
}

/** An assertion, and the metadata whose key has signed it: that may have become another one in the meantime. */
interface Believed {
  readonly assertion: Assertion;
  readonly by: IdpMetadata;
}

async function believed(
  exchange: Exchange,
  { answer, signIn, callbackUrl }: Arrival<ReadResponse>,
  { settings, idp, entityIdAt }: SamlContext,
  metadata: IdpMetadata,
): Promise<Believed> {
  const publicUrl = signIn?.publicUrl ?? exchange.publicUrl;
  const look = async (by: IdpMetadata): Promise<Believed> => {
    const expected = {
      idpEntityId: by.entityId,
      entityId: entityIdAt(publicUrl),
      callbackUrl,
      requestId: signIn && requestIdOf(signIn),
      nowMs: exchange.now(),
      toleranceMs: settings.toleranceMs,
    };
    const { decryptionKeys, legacy } = settings;
    const keys = { certificates: by.certificates, decryptionKeys, legacy };
    return { by, assertion: await believedAssertion(answer, expected, keys) };
  };
  try {
    return await look(metadata);
  } catch (error) {
    if (!(error instanceof SamlRefusal) || error.reason !== reasons.SAML_NOT_GENUINE) throw error;
    await idp.renew(exchange);
    const fresh = await idp.get(exchange);
    if (fresh === metadata) throw error;
    exchange.explain?.(reasons.SAML_METADATA_RENEWED);
    return look(fresh);
  }
}

function checkRenewal({ authnInstantMs }: Assertion, signIn: SignIn | undefined, { settings }: SamlContext): void {
  const isWanted = settings.renew || signIn?.mode === 'renew';
  if (isWanted && (!signIn || authnInstantMs + settings.toleranceMs < signIn.begunAtSeconds * 1000)) {
    throw new SamlRefusal('SAML_NOT_RENEWED');
  }
}

function failed(status: string): Problem {
  return { ...problemOf(new SamlRefusal('SAML_FAILED', { status })), detail: status };
}

function keyMissing(): WhoError<SamlErrorCode> {
  return new WhoError('The identity provider wants requests to be signed: give "privateKey".', {
    code: 'SAML_KEY_MISSING',
    plugin: PACKAGE,
  });
}

const INVALID = 'SAML_RESPONSE_INVALID';
