import { WhoError } from '@who/core';

/** What can be wrong with what a ticket says, whichever way it came. */
export type PubtktFieldCode =
  | 'PUBTKT_BAD_USERID'
  | 'PUBTKT_LONG_USERID'
  | 'PUBTKT_BAD_FIELD'
  | 'PUBTKT_LONG_FIELD'
  | 'PUBTKT_BAD_TIME'
  | 'PUBTKT_TOO_LARGE';

/** Why a text is no ticket, or none that counts. */
export type PubtktRefusalCode = PubtktFieldCode | 'PUBTKT_UNREADABLE' | 'PUBTKT_REPEATED_FIELD' | 'PUBTKT_NOT_GENUINE';

/** The codes of the errors that this package raises, besides `BAD_OPTION`. */
export type AuthPubtktErrorCode = PubtktFieldCode | 'PUBTKT_NO_KEYS';

/** The codes of the warnings that a factory gives by `process.emitWarning`. */
export type AuthPubtktWarningCode = 'AUTH_PUBTKT_SHA1' | 'AUTH_PUBTKT_DSA' | 'AUTH_PUBTKT_SHORT_KEY';

export const PACKAGE = '@who/plugin-auth-pubtkt';

/**
 * An error about a ticket that cannot be made. The message never repeats what was to be in it. A name that no ticket
 * can carry is no fault of the server's: its owner is refused.
 */
export function ticketError(code: PubtktFieldCode): WhoError<AuthPubtktErrorCode> {
  return new WhoError(MESSAGES[code], { code, plugin: PACKAGE, status: code.endsWith('USERID') ? 403 : 500 });
}

/** An error about keys that cannot be had. Nothing of them gets into it. */
export function keysError(reason: string, cause: unknown): WhoError<AuthPubtktErrorCode> {
  const message = `There are no keys yet. ${reason}`;
  return new WhoError(message, { code: 'PUBTKT_NO_KEYS', plugin: PACKAGE, status: 503, cause });
}

const MESSAGES: Readonly<Record<PubtktFieldCode, string>> = {
  PUBTKT_BAD_USERID:
    'This userid cannot be written into a ticket: it must not be empty or have ";" or control characters.',
  PUBTKT_LONG_USERID:
    'This userid is too long for a ticket: mod_auth_pubtkt would cut it in silence, and it would be another user.',
  PUBTKT_BAD_FIELD:
    'The ticket cannot be made: tokens must not be empty or have ",", ";" or control characters, userdata must not ' +
    'have ";" or control characters, an address must be one, and a login name no ":".',
  PUBTKT_LONG_FIELD: 'The ticket cannot be made: tokens, userdata and bauth have 255 bytes each.',
  PUBTKT_BAD_TIME: 'A ticket needs times between 1970 and 2106 in whole seconds.',
  PUBTKT_TOO_LARGE:
    'The ticket would be larger than 1,024 bytes, which mod_auth_pubtkt refuses, or its cookie than 4,096, which ' +
    'browsers drop in silence: keep less in it, or take a shorter key.',
};
