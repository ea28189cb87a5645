import {
  badOption,
  chain,
  checkOptions,
  type Exchange,
  type HeaderList,
  type Identifier,
  type Identity,
  type OptionNames,
} from '@who/core';
import { PACKAGE } from './errors.js';
import { insidesOf, type Limiter } from './limiter.js';
import { wrap } from './wrap.js';

/** Whose devices are remembered. */
export interface DeviceCookiesOptions {
  /** The limiter of those who check passwords. It has to have the option `devices`. */
  readonly limiter: Limiter;
}

/**
 * Has a plugin that keeps people signed in also give their browsers a device cookie, when a password was right in the
 * same request. All else of the plugin stays as it is; a sign-out leaves the cookie where it is.
 *
 * @param rememberer an `authTkt`, or a `basicAuth` without one
 * @throws {WhoError} BAD_OPTION
 * @example
 * const limiter = createLimiter({ trustedProxies: [], devices: { secrets: [process.env['WHO_DEVICE_SECRET'] ?? ''] } });
 * const users = limited(htpasswd({ file: 'users.htpasswd' }), { limiter });
 * const ticket = deviceCookies(authTkt({ secrets: [process.env['WHO_SECRET'] ?? ''] }), { limiter });
 */
export function deviceCookies<I extends Identifier>(rememberer: I, options: DeviceCookiesOptions): I {
  checkOptions(PACKAGE, options, NAMES);
  if (typeof rememberer?.remember !== 'function') {
    throw badOption(PACKAGE, 'rememberer', 'must be an identifier, which can remember.');
  }
  const { proofs } = insidesOf(options.limiter);
  if (proofs === undefined) throw badOption(PACKAGE, 'limiter', 'must have the option "devices".');

  return wrap(rememberer, {
    remember(exchange: Exchange, identity: Identity) {
      return chain(rememberer.remember(exchange, identity), (headers): HeaderList | undefined => {
        const own = proofs.headers(exchange, identity.userid);
        return own.length === 0 ? headers : [...(headers ?? []), ...own];
      });
    },
  });
}

const NAMES: OptionNames<DeviceCookiesOptions> = { limiter: true };
