import { randomUUID } from 'node:crypto';
import { cookieWriter } from '@who/cookies';
import { badOption, type Exchange, type HeaderList } from '@who/core';
import type { Where } from '../addresses/client-address.js';
import { PACKAGE } from '../errors.js';
import { type Device, deviceSeal } from './device-cookie.js';
import type { DeviceSettings } from './options.js';

/** The browsers from which users have signed in. Users are the digests of their names. */
export interface Devices {
  /** The device that a try comes from; nothing where this user has not signed in from it, or it does not say so. */
  find(where: Where, user: string): Device | undefined;
  /**
   * The cookie by which the browser is known from now on; nothing where it has one that is young.
   *
   * @param device which one it is, if it is known already
   */
  remember(exchange: Exchange, user: string, device: Device | undefined): HeaderList;
}

/** @param now milliseconds since 1970 */
export function devicesOf({ cookie, secrets, familiarSeconds }: DeviceSettings, now: () => number): Devices {
  const seal = deviceSeal(cookie.name, secrets);
  const writer = cookieWriter(cookie, () => badOption(PACKAGE, 'devices.cookieName', 'is too long for a cookie.'));
  const nowSeconds = (): number => Math.floor(now() / 1000);

  return {
    find(where, user) {
      if (!('cookies' in where)) return undefined;
      const [value, ...others] = where.cookies(cookie.name);
      // Of several, nobody knows which one is the browser's own.
      if (value === undefined || others.length > 0) return undefined;
      const device = seal.read(value, user);
      if (device === undefined) return undefined;
      const ageSeconds = nowSeconds() - device.issuedSeconds;
      return ageSeconds >= -SKEW_SECONDS && ageSeconds < familiarSeconds ? device : undefined;
    },
    remember(exchange, user, device) {
      const atSeconds = nowSeconds();
      if (device?.isCurrent && atSeconds - device.issuedSeconds < YOUNG_SECONDS) return NOTHING;
      // The same id: failures on a device count together, however many cookies it has had.
      const id = device?.id ?? randomUUID();
      return writer.replace(exchange, seal.make(id, atSeconds, user), familiarSeconds, false);
    },
  };
}

/** So much may the clocks of two servers differ. */
const SKEW_SECONDS = 300;
/** A day: little is gained by a new cookie each time. */
const YOUNG_SECONDS = 86_400;
const NOTHING: HeaderList = Object.freeze([]);
