import type { CookieSettings } from '@who/cookies';
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
   * The name of the cookie: one of its own for each limiter of a host. `__Host-who_device` keeps those out that another
   * host of the domain sets, and wants https. @default 'who_device'
   */
  readonly cookieName?: string | undefined;
  /**
   * For how long a browser is known after a sign-in, in days, up to 400, the most that browsers keep a cookie. Longer lets
   * a stolen cookie guess by a limit of its own for longer; shorter makes strangers of people who come once in a term.
   * @default 90
   */
  readonly familiarDays?: number | undefined;
  /** Whether browsers send the cookie over https only. @default whenever the public URL is https */
  readonly secure?: boolean | undefined;
}

/** Options with their defaults, checked. */
export interface DeviceSettings {
  readonly cookie: CookieSettings;
  readonly secrets: readonly (string | Uint8Array)[];
  readonly familiarSeconds: number;
}

const NAMES = {
  secrets: true,
  cookieName: true,
  familiarDays: true,
  secure: true,
} satisfies OptionNames<DeviceOptions>;

/** @throws {WhoError} BAD_OPTION */
export function resolveDevices(options: DeviceOptions | undefined): DeviceSettings | undefined {
  if (options === undefined) return undefined;
  checkOptions(PACKAGE, options, NAMES);
  const { secrets, cookieName: name = 'who_device', secure } = options;
  check(Array.isArray(secrets) && secrets.length > 0, 'devices.secrets', 'must be a list of one or more secrets.');
  checkSecret(PACKAGE, 'devices.secrets', secrets);
  const areLong = secrets.every((secret) => Buffer.byteLength(secret) >= 32);
  check(areLong, 'devices.secrets', 'must have 32 bytes or more each.');
  const isName = typeof name === 'string' && isToken(name) && name.length <= 100;
  check(isName, 'devices.cookieName', 'must be a name that cookies can have, of up to 100 characters.');
  check(secure === undefined || typeof secure === 'boolean', 'devices.secure', 'must be true or false.');
  check(secure !== false || !PREFIX.test(name), 'devices.secure', 'must not be false with this name.');
  return {
    cookie: { ...COOKIE, name, secure: PREFIX.test(name) || secure },
    secrets,
    familiarSeconds: whole('devices.familiarDays', options.familiarDays ?? 90, 1, 400) * 86_400,
  };
}

/** Browsers compare the prefixes without regard to case. */
const PREFIX = /^__(?:host|secure)-/i;

const COOKIE = {
  path: '/',
  domain: undefined,
  httpOnly: true,
  sameSite: 'lax',
  partitioned: false,
  priority: undefined,
  former: [],
} satisfies Partial<CookieSettings>;
