import { HmacSha256, isSameMac } from '@who/secrets';

/** A browser from which a user has signed in before, as its cookie says. */
export interface Device {
  /** A random UUID: what failures on the device count under. */
  readonly id: string;
  /** When the cookie was made, in seconds since 1970. */
  readonly issuedSeconds: number;
  /** Whether it was made with the secret that makes new ones. */
  readonly isCurrent: boolean;
}

/** Makes and reads the values of device cookies. */
export interface DeviceSeal {
  make(id: string, issuedSeconds: number, user: string): string;
  /** The device that a value names; nothing where it is not genuine, or another user's. Its age is not looked at. */
  read(value: string, user: string): Device | undefined;
}

/**
 * The values of device cookies: `ID.SECONDS.MAC`. The MAC is HMAC-SHA-256 of the cookie's name, the id, the time and the
 * user, who stands in the cookie nowhere else.
 *
 * @param secrets the first one makes values, all read them
 */
export function deviceSeal(cookieName: string, secrets: readonly (string | Uint8Array)[]): DeviceSeal {
  const [newest, ...older] = secrets.map((secret) => new HmacSha256(Buffer.from(secret)));
  if (!newest) throw new RangeError('There is no secret.');

  // No part has a NUL. How the text begins tells it from all else that is signed with a secret that others use, too.
  const signed = (id: string, issued: string, user: string): string =>
    `who device\0${cookieName}\0${id}\0${issued}\0${user}`;

  return {
    make: (id, issuedSeconds, user) =>
      `${id}.${issuedSeconds}.${newest.macOfText(signed(id, String(issuedSeconds), user))}`,
    read(value, user) {
      const [, id, issued, given] = VALUE.exec(value) ?? [];
      if (id === undefined || issued === undefined || given === undefined) return undefined;
      const text = signed(id, issued, user);
      const isBy = (hmac: HmacSha256): boolean => isSameMac(hmac.macOfText(text), given);
      const isCurrent = isBy(newest);
      return isCurrent || older.some(isBy) ? { id, issuedSeconds: Number(issued), isCurrent } : undefined;
    },
  };
}

/** A UUID, a time up to the year 5138, 32 bytes. */
const VALUE = /^([\da-f-]{36})\.([1-9]\d{0,10})\.([\w-]{43})$/;
