import { type DevRequest, isSameText, parameter } from '@who/dev-server';
import type { DevOidcClient } from '../options.js';

/**
 * Which client asks (RFC 6749, section 2.3.1): by HTTP Basic, by its secret in the form, or by its id alone where it has no
 * secret.
 *
 * @returns nothing where it cannot show that it is one
 */
export function authenticateClient(
  request: DevRequest,
  form: URLSearchParams,
  clients: ReadonlyMap<string, DevOidcClient>,
): DevOidcClient | undefined {
  const basic = /^Basic +(\S+)$/i.exec(request.header('authorization') ?? '')?.[1];
  const [inForm, secretInForm] = [parameter(form, 'client_id'), parameter(form, 'client_secret')];
  if (basic === undefined) return known(inForm, secretInForm, clients);
  const [id, secret] = fromBasic(basic);
  // One way at a time, and the same client both times.
  if (secretInForm !== undefined || (inForm !== undefined && inForm !== id)) return undefined;
  return known(id, secret, clients);
}

function known(
  id: string | undefined,
  secret: string | undefined,
  clients: ReadonlyMap<string, DevOidcClient>,
): DevOidcClient | undefined {
  const client = clients.get(id ?? '');
  if (!client) return undefined;
  const { clientSecret } = client;
  if (clientSecret === undefined) return secret === undefined ? client : undefined;
  return secret !== undefined && isSameText(secret, clientSecret) ? client : undefined;
}

/** Both are encoded as in a form, before they are joined. */
function fromBasic(credentials: string): readonly (string | undefined)[] {
  const [id = '', secret] = Buffer.from(credentials, 'base64').toString().split(/:(.*)/s);
  return [id, secret].map((text) => {
    try {
      return text === undefined ? undefined : decodeURIComponent(text.replaceAll('+', ' '));
    } catch {
      return undefined;
    }
  });
}
