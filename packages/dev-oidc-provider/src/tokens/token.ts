import { createHash } from 'node:crypto';
import { parameter, type Reply, randomName } from '@who/dev-server';
import type { Grant, Handler, ProviderContext } from '../context.js';
import type { DevOidcClient } from '../options.js';
import { authenticateClient } from './client-authentication.js';
import { json } from './json.js';

/** `POST /token`: a code for tokens (OpenID Connect Core, section 3.1.3). */
export const token: Handler = async (request, context) => {
  const form = await request.form();
  const { options, codes } = context;
  const client = authenticateClient(request, form, options.clients);
  if (!client) return refused(context, 401, 'invalid_client', ['WWW-Authenticate', 'Basic realm="token"']);
  if (parameter(form, 'grant_type') !== 'authorization_code') return refused(context, 400, 'unsupported_grant_type');
  // Whoever shows it has had it, whether it was theirs or not.
  const grant = codes.take(parameter(form, 'code'));
  if (!grant || !isGood(grant, client, form)) return refused(context, 400, 'invalid_grant');
  return json(200, await tokensFor(grant, context));
};

function refused({ options }: ProviderContext, status: number, error: string, ...headers: Reply['headers']): Reply {
  options.logger.warn(`A code was not redeemed: ${error}`);
  return json(status, { error }, ...headers);
}

function isGood({ request, session }: Grant, client: DevOidcClient, form: URLSearchParams): boolean {
  if (request.client !== client || parameter(form, 'redirect_uri') !== request.redirectUri) return false;
  // A session that is over has let go of its clients.
  if (!session.clients.has(client)) return false;
  const verifier = parameter(form, 'code_verifier');
  if (request.codeChallenge === undefined) return verifier === undefined;
  return (
    createHash('sha256')
      .update(verifier ?? '')
      .digest('base64url') === request.codeChallenge
  );
}

async function tokensFor({ request, session }: Grant, context: ProviderContext): Promise<object> {
  const { issuer, options, signer, accesses } = context;
  const { client, nonce, scopes } = request;
  const nowMs = options.now();
  const accessToken = randomName();
  accesses.add(accessToken, { session, scopes, untilMs: nowMs + LIFETIME_SECONDS * 1_000 });
  const iat = Math.floor(nowMs / 1_000);
  const idToken = await signer.sign(
    {
      iss: issuer,
      sub: session.user.userid,
      aud: client.clientId,
      iat,
      exp: iat + LIFETIME_SECONDS,
      auth_time: Math.floor(session.sinceMs / 1_000),
      amr: ['pwd'],
      sid: session.sid,
      ...(nonce === undefined ? {} : { nonce }),
      at_hash: createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url'),
    },
    'JWT',
  );
  return {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: LIFETIME_SECONDS,
    scope: [...scopes].join(' '),
    id_token: idToken,
  };
}

const LIFETIME_SECONDS = 3_600;
