import { claimsOf } from '../claims.js';
import type { Handler } from '../context.js';
import { json } from './json.js';

/** `/userinfo`: what the access token lets its bearer know (OpenID Connect Core, section 5.3). */
export const userInfo: Handler = (request, { accesses }) => {
  const token = /^Bearer +(\S+)$/i.exec(request.header('authorization') ?? '')?.[1];
  const access = token === undefined ? undefined : accesses.find(token);
  if (access) return json(200, claimsOf(access.session.user, access.scopes));
  const error = token === undefined ? '' : ' error="invalid_token"';
  return json(401, { error: 'invalid_token' }, ['WWW-Authenticate', `Bearer${error}`]);
};
