import { checkOptions, isToken, type OptionNames } from '@who/core';
import { checkSecret } from '@who/secrets';
import { check, whole } from '../checks.js';
import { PACKAGE } from '../errors.js';

/** How browsers are known again from which users have signed in. */
export interface DeviceOptions {
  /**
   * Secrets of 32 bytes or more, the same in all processes. The first one signs cookies, and all of them count: a new one
   * goes in front, and the old one out when `familiarDays` are over. Who has one has guesses without end.
   */
  readonly secrets: readonly (string | Uint8Array)[];
  /**
   * The name of the cookie: another one for each limiter of a host. Without the `__Host-` in front, another host of the
   * domain can set so many of them that the browser's own is not found.
   * @default '__Host-who_device' where the public URL is https, else 'who_device'
   */
  readonly cookieName?: string | undefined;
  /**
   * For how long a browser is known after a sign-in, in days, up to 400, the most that browsers keep a cookie. Longer lets
   * a stolen cookie guess by a limit of its own for longer; shorter makes strangers of people who come once in a term.
   * @default 90
   */
  readonly familiarDays?: number | undefined;
}

/** Options with their defaults, checked. */
export interface DeviceSettings {
  /** The one over http, and the one over https. */
  readonly cookieNames: readonly [string, string];
  readonly secrets: readonly (string | Uint8Array)[];
  readonly familiarSeconds: number;
}

const NAMES = { secrets: true, cookieName: true, familiarDays: true } satisfies OptionNames<DeviceOptions>;

/** @throws {WhoError} BAD_OPTION */
export function resolveDevices(options: DeviceOptions | undefined): DeviceSettings | undefined {
  if (options === undefined) return undefined;
  checkOptions(PACKAGE, options, NAMES);
  const { secrets, cookieName: name } = options;
  check(Array.isArray(secrets) && secrets.length > 0, 'devices.secrets', 'must be a list of one or more secrets.');
  checkSecret(PACKAGE, 'devices.secrets', secrets);
  const areLong = secrets.every((secret) => Buffer.byteLength(secret) >= 32);
  check(areLong, 'devices.secrets', 'must have 32 bytes or more each.');
  const isName = name === undefined || (typeof name === 'string' && isToken(name) && name.length <= 100);
  check(isName, 'devices.cookieName', 'must be a name that cookies can have, of up to 100 characters.');
  return {
    cookieNames: name === undefined ? ['who_device', '__Host-who_device'] : [name, name],
    secrets,
    familiarSeconds: whole('devices.familiarDays', options.familiarDays ?? 90, 1, 400) * 86_400,
  };
}
