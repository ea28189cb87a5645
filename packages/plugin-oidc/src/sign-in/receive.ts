import type { Exchange } from '@who/core';
import type { Received } from '@who/sso';
import { named } from '../provider/trouble.js';

/** What a browser brings back from the provider (RFC 6749, 4.1.2, and RFC 9207 for the issuer). */
export interface OidcAnswer {
  /** `undefined` where the provider gave none. */
  readonly code: string | undefined;
  /** Why it gave none: `access_denied`. */
  readonly error: string | undefined;
  /** Whose answer it is, where it says so. */
  readonly issuer: string | undefined;
}

/** Reads an answer. Nothing of it is believed yet. */
export function receive({ query }: Pick<Exchange, 'query'>, form: URLSearchParams | undefined): Received<OidcAnswer> {
  const parameters = form ?? query;
  if (!NAMES.some((name) => parameters.has(name))) return form ? undefined : { signIns: [] };
  const [codes, errors, issuers] = ['code', 'error', 'iss'].map((name) => parameters.getAll(name));
  const signIns = parameters.getAll('state');
  if (!codes || !errors || !issuers || codes.length + errors.length > 1 || issuers.length > 1) {
    return invalid('it holds something twice');
  }
  const [code] = codes;
  const [error] = errors;
  const [issuer] = issuers;
  if (code !== undefined && !CODE.test(code)) return invalid('what came as a code is none');
  if (code === undefined && (error === undefined || NOBODY.has(error))) return { signIns };
  return { signIns, answer: { code, issuer, error: error === undefined ? undefined : named(error) } };
}

const invalid = (reason: string): Received<OidcAnswer> => ({ problem: { code: 'OIDC_CODE_INVALID', reason } });

const NAMES = ['code', 'state', 'error'];

/** Visible ASCII (RFC 6749, A.11), which space is not. Some are tokens themselves. */
const CODE = /^[!-~]{1,8192}$/;

/** OpenID Connect Core 1.0, 3.1.2.6: nobody is there whom the provider could name without showing a page. */
const NOBODY: ReadonlySet<string> = new Set([
  'login_required',
  'interaction_required',
  'consent_required',
  'account_selection_required',
]);
