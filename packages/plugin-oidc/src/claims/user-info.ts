import { fetchProtectedResource } from 'openid-client';
import { badResponse } from '../errors.js';
import type { Asker } from '../provider/asker.js';
import type { Provider } from '../provider/provider.js';
import { troubleOf } from '../provider/trouble.js';
import { readToken, type TokenKind, type Trust } from '../tokens/read-token.js';
import type { Claims } from './attributes.js';

/** What UserInfo says; or why it says nothing, as the end of a sentence. */
export type UserInfo = { readonly claims: Claims } | { readonly problem: string };

/**
 * Asks UserInfo (OpenID Connect Core 1.0, 5.3), which answers in JSON or by a signed token.
 *
 * @param subject whom it has to be about
 * @throws {WhoError} OIDC_UNAVAILABLE and others
 */
export async function askUserInfo(
  { configuration }: Pick<Provider, 'configuration'>,
  url: URL,
  { accessToken, subject }: { readonly accessToken: string; readonly subject: string },
  trust: Trust,
  asker: Asker,
): Promise<UserInfo> {
  const response = await fetchProtectedResource(configuration, accessToken, url, 'GET').catch((error: unknown) => {
    const trouble = troubleOf(error);
    if ('refusal' in trouble) return undefined;
    throw badResponse('answer' in trouble ? trouble.answer : trouble.token);
  });
  if (response?.status !== 200) return { problem: 'UserInfo does not take the access token' };
  const isToken = /^application\/jwt\s*(?:;|$)/i.test(response.headers.get('content-type') ?? '');
  const reading = isToken
    ? await readToken(await response.text(), trust, USER_INFO, asker.now())
    : { claims: await jsonOf(response) };
  if ('problem' in reading) return { problem: `of the token of UserInfo: ${reading.problem}` };
  // Not to be swapped for somebody else's.
  if (reading.claims['sub'] !== subject) return { problem: 'UserInfo is about somebody else' };
  return { claims: reading.claims };
}

async function jsonOf(response: Response): Promise<Claims> {
  const json: unknown = await response.json().catch(() => undefined);
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Claims;
  throw badResponse('that of UserInfo is no JSON object');
}

const USER_INFO: TokenKind = { types: ['jwt'], requiredClaims: ['sub'] };
