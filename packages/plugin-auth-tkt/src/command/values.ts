import type { AuthTktOptions } from '../options/options.js';
import { ANY_ADDRESS, addressOf } from '../ticket/ip-address.js';
import { CommandError, WRONG_CALL } from './command-error.js';
import type { Call } from './flags.js';

/** The options of the plugin that a call stands for. Whether they fit each other, the plugin says. */
export function optionsOf(call: Call, secrets: readonly string[]): AuthTktOptions {
  const address = addressIn(call);
  const [first = '', ...others] = secrets;
  return {
    secrets: [first, ...others],
    cookieName: call.text('cookie-name'),
    format: oneOf(call, 'format', ['auth_tkt', 'who1']),
    digest: oneOf(call, 'digest', ['md5', 'sha256', 'sha512']),
    compat: oneOf(call, 'compat', ['repoze', 'mod_auth_tkt']),
    useridTypes: oneOf(call, 'userid-types', ['pyramid']),
    audience: call.text('audience'),
    includeIp: address !== undefined,
    encryptUserdata: call.has('encrypt-userdata'),
  };
}

/** @throws {CommandError} */
export function oneOf<T extends string>(
  call: Call,
  name: 'format' | 'digest' | 'compat' | 'userid-types',
  values: readonly T[],
): T | undefined {
  const text = call.text(name);
  const value = values.find((one) => one === text);
  if (text !== undefined && value === undefined) throw wrong(name, `must be ${values.join(' or ')}.`);
  return value;
}

/** The client's address, as tickets have it; `undefined` where they are bound to none. @throws {CommandError} */
export function addressIn(call: Call): string | undefined {
  const text = call.text('address');
  const address = addressOf(text);
  if (text !== undefined && address === undefined) throw wrong('address', 'must be an IPv4 or IPv6 address.');
  return address === ANY_ADDRESS ? undefined : address;
}

/** Seconds since 1970: those of `--time`, or now. @throws {CommandError} */
export function timeIn(call: Call): number {
  const text = call.text('time');
  if (text === undefined) return Math.floor(Date.now() / 1000);
  const seconds = /^\d+$/.test(text) ? Number(text) : Math.floor(Date.parse(text) / 1000);
  if (!(seconds >= 0 && seconds <= 0xffffffff)) {
    throw wrong('time', 'must be seconds since 1970, or a date such as 2026-11-29T12:00:00Z.');
  }
  return seconds;
}

const wrong = (name: string, problem: string): CommandError => new CommandError(`"--${name}" ${problem}`, WRONG_CALL);
