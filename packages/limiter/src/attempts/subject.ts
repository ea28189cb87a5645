import { createHmac, hash } from 'node:crypto';
import type { Keys } from '../counting/ledger.js';
import type { Device } from '../devices/device-cookie.js';
import type { Guess } from './guess.js';

/** A guess and where it comes from, as far as anybody may know: digests in the place of names. */
export interface Subject {
  readonly kind: string;
  /** The digest of the user's name. */
  readonly user: string | undefined;
  /** Addresses that count as one. */
  readonly network: string;
  /** The browser, where it is known that the user has signed in from it. */
  readonly device: Device | undefined;
  readonly keys: Keys;
}

/**
 * Makes keys, which hold no names, and have the same length however long the names are.
 *
 * @param secret with one, nobody else can find out whose key it is by trying names
 */
export function subjects(
  normalizeUser: (user: string) => string,
  secret: string | Uint8Array | undefined,
): (guess: Guess, network: string) => Subject {
  const digest = (what: string, kind: string, text: string): string => {
    const full = `${what}\0${kind}\0${text}`;
    const whole =
      secret === undefined
        ? hash('sha256', full, 'base64url')
        : createHmac('sha256', secret).update(full).digest('base64url');
    return whole.slice(0, DIGEST_LENGTH);
  };

  return ({ user, secret: guessed, kind = 'password' }, network) => {
    const address = digest('address', kind, network);
    const person = user === undefined ? undefined : digest('user', kind, normalizeUser(user));
    const first = person ?? (guessed === undefined ? undefined : digest('secret', kind, guessed));
    return {
      kind,
      user: person,
      network,
      device: undefined,
      keys: { pair: first === undefined ? undefined : `${first}.${address}`, address, user: person },
    };
  };
}

/** The same, at a browser from which the user has signed in. */
export function onDevice(subject: Subject, device: Device): Subject {
  const { kind, user, network, keys } = subject;
  const { pair, address } = keys;
  return { kind, user, network, device, keys: { pair, device: `${user}:${device.id}`, address, user } };
}

/** 132 bits. */
const DIGEST_LENGTH = 22;
