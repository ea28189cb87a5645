import { randomUUID } from 'node:crypto';
import { type CookieWriter, cookieWriter } from '@who/cookies';
import { badOption, type Exchange, type HeaderList } from '@who/core';
import type { Where } from '../addresses/client-address.js';
import { PACKAGE } from '../errors.js';
import { type Device, type DeviceSeal, deviceSeal } from './device-cookie.js';
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
export function devicesOf({ cookieNames, secrets, familiarSeconds }: DeviceSettings, now: () => number): Devices {
  const [overHttp, overHttps] = cookieNames.map((name) => cookieOf(name, secrets)) as [Cookie, Cookie];
  const cookieFor = ({ publicUrl }: Pick<Exchange, 'publicUrl'>): Cookie =>
    publicUrl.startsWith('https:') ? overHttps : overHttp;
  const nowSeconds = (): number => Math.floor(now() / 1000);

  function isYoungEnough({ issuedSeconds }: Device): boolean {
    const ageSeconds = nowSeconds() - issuedSeconds;
    return ageSeconds >= -SKEW_SECONDS && ageSeconds < familiarSeconds;
  }

  return {
    find(where, user) {
      if (!('cookies' in where)) return undefined;
      const { name, seal } = cookieFor(where);
      const values = where.cookies(name);
      // One that somebody else has planted beside it takes nobody's device away.
      for (let i = 0; i < values.length && i < MOST_COOKIES; i++) {
        const device = seal.read(values[i] as string, user);
        if (device !== undefined && isYoungEnough(device)) return device;
      }
      return undefined;
    },
    remember(exchange, user, device) {
      const { seal, writer } = cookieFor(exchange);
      const atSeconds = nowSeconds();
      if (device?.isCurrent && atSeconds - device.issuedSeconds < YOUNG_SECONDS) return NOTHING;
      // The same id: failures on a device count together, however many cookies it has had.
      const id = device?.id ?? randomUUID();
      return writer.replace(exchange, seal.make(id, atSeconds, user), familiarSeconds, false);
    },
  };
}

/** One form of the cookie: `__Host-` names need https, and no other host can set them. */
interface Cookie {
  readonly name: string;
  readonly seal: DeviceSeal;
  readonly writer: CookieWriter;
}

function cookieOf(name: string, secrets: DeviceSettings['secrets']): Cookie {
  const tooLarge = () => badOption(PACKAGE, 'devices.cookieName', 'is too long for a cookie.');
  const settings = { name, path: '/', domain: undefined, secure: undefined, httpOnly: true, sameSite: 'lax' } as const;
  const writer = cookieWriter({ ...settings, partitioned: false, priority: undefined, former: [] }, tooLarge);
  return { name, seal: deviceSeal(name, secrets), writer };
}

/** Each costs an HMAC. */
const MOST_COOKIES = 4;
/** So much may the clocks of two servers differ. */
const SKEW_SECONDS = 300;
/** A day: little is gained by a new cookie each time. */
const YOUNG_SECONDS = 86_400;
const NOTHING: HeaderList = Object.freeze([]);
