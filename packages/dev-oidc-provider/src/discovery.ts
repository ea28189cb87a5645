import { SCOPES } from './claims.js';
import type { Handler } from './context.js';
import { PROMPTS } from './sign-in/request.js';
import { json } from './tokens/json.js';

/** What the provider says about itself: whoever asks will soon need the key, which is made in the meantime. */
export const discovery: Handler = (_request, { issuer, signer }) => {
  void signer.publicKey();
  return json(200, discoveryDocument(issuer));
};

/** What applications have to know about the provider (OpenID Connect Discovery 1.0, and what came after it). */
function discoveryDocument(issuer: string): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    end_session_endpoint: `${issuer}/logout`,
    scopes_supported: SCOPES,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    code_challenge_methods_supported: ['S256'],
    prompt_values_supported: PROMPTS,
    claims_supported: ['sub', 'auth_time', 'amr', 'sid', 'name', 'preferred_username', 'email', 'email_verified'],
    claims_parameter_supported: false,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
    authorization_response_iss_parameter_supported: true,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    frontchannel_logout_supported: true,
    frontchannel_logout_session_supported: true,
  };
}
