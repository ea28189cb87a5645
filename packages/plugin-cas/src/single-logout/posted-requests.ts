import { type Exchange, WhoError } from '@who/core';
import { trimmed } from '@who/sso';

/**
 * The logout requests that a POST brings: `logoutRequest` fields of a form, or the body itself, as the Keycloak plugin
 * sent it until 2022, and others do. Some also call a form XML.
 *
 * @returns nothing where there is none, and the body is the application's
 * @throws {WhoError} FORM_TOO_LARGE (413), BAD_FORM (400)
 */
export async function postedLogoutRequests(exchange: Exchange): Promise<readonly string[] | undefined> {
  const form = await exchange.form();
  if (form.has(FIELD)) return form.getAll(FIELD);
  if (!BARE.test(exchange.header('content-type') ?? '')) return undefined;
  const body = trimmed((await textOf(exchange)).replace(/^\ufeff/, ''));
  if (body.startsWith(`${FIELD}=`)) return new URLSearchParams(body).getAll(FIELD);
  return body.startsWith('<') && ROOT.test(body.slice(0, HEAD_LENGTH)) ? [body] : undefined;
}

/** What is larger than a form is none of ours. */
async function textOf(exchange: Exchange): Promise<string> {
  try {
    return await exchange.text();
  } catch (error) {
    if (error instanceof WhoError && error.code === 'FORM_TOO_LARGE') return '';
    throw error;
  }
}

const FIELD = 'logoutRequest';
/** What senders of XML call it, or do not call it anything. */
const BARE = /^(?:(?:(?:text|application)\/(?:[\w.-]+\+)?xml|text\/plain|application\/octet-stream)\s*(?:;|$)|$)/i;
const ROOT = /<(?:[\w.-]{1,64}:)?LogoutRequest[\s>]/;
/** The root may stand behind a declaration and a comment. */
const HEAD_LENGTH = 2000;
