import { chain, type Exchange, type Identification, type MaybePromise, type WhoError } from '@who/core';
import type { SsoContext } from './context.js';
import type { Received } from './protocol.js';
import { arrive } from './sign-in/arrival.js';

/** Answers the callback path: browsers that go away to sign in or come back from there. */
export function callback(exchange: Exchange, context: SsoContext): MaybePromise<Identification | undefined> {
  const { protocol, reasons, settings } = context;
  const take = (received: Received): MaybePromise<Identification | undefined> =>
    received === undefined ? exchange.explain?.(reasons.NOTHING_POSTED) : arrive(exchange, context, received);
  if (exchange.method === 'GET') return take(protocol.receive(exchange, undefined));
  if (exchange.method === 'POST' && settings.answersMayBePosted) {
    return chain(readForm(exchange, context), (form) => take(protocol.receive(exchange, form)));
  }
  return exchange.explain?.(reasons.NOTHING_POSTED);
}

/**
 * What was posted. That it cannot be read is logged.
 *
 * @throws {WhoError} FORM_TOO_LARGE (413), BAD_FORM (400)
 */
export async function readForm(
  exchange: Exchange,
  { logRefusal }: Pick<SsoContext, 'logRefusal'>,
): Promise<URLSearchParams> {
  return exchange.form().catch((error: WhoError) => {
    logRefusal(exchange, error.code, 'the form cannot be read');
    throw error;
  });
}
