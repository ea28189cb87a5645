import type { Exchange, Reply } from '@who/core';
import type { CasContext } from '../context.js';
import type { CasPageCode } from '../errors.js';
import { type ErrorPage, errorPage } from '../pages.js';
import { logRefusal } from '../refusals.js';
import { retryUrl } from '../urls.js';
import type { SignInState } from './login-state.js';

/** Why somebody is not signed in. */
export interface Refusal extends Partial<Pick<ErrorPage, 'detail' | 'link' | 'text'>> {
  /** For the log: the likely cause, without what came in the request. */
  readonly reason: string;
  /** Where the page's link leads, by way of a new sign-in; unless there is another {@link ErrorPage.link}. */
  readonly cameFrom?: string | undefined;
  /** Sign-ins that need no cookie any more. */
  readonly over?: readonly SignInState[] | undefined;
}

/** A page that says that nobody is signed in, and a line in the log that says why. */
export function refuse(
  exchange: Exchange,
  { settings, cookies }: CasContext,
  code: CasPageCode,
  { reason, cameFrom = '/', over = [], ...page }: Refusal,
): Reply {
  logRefusal(exchange, code, reason);
  return errorPage({
    link: { href: retryUrl(exchange, settings, cameFrom), text: 'Sign in' },
    ...page,
    code,
    cookies: over.map((state) => cookies.drop(exchange, state)),
  });
}
