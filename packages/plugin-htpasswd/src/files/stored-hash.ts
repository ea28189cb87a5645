import type { Kind, Unusable } from '@who/passwords';

/** What says what a stored hash is. */
export type KindOf = (hash: string) => Kind | Unusable;

/** What a hash in a password file is. */
export function kindOfStored(hash: string, kindOf: KindOf): Kind | Unusable {
  return hash.endsWith(' ') ? BLANK_AT_END : kindOf(hash);
}

/** Blanks at the end are no matter to those who check a hash, as a column in a database may add them. Here they are. */
const BLANK_AT_END: Unusable = { code: 'PASSWORD_FORM_BROKEN', form: 'a hash with a blank at its end' };

/** Why a hash is not checked, in words for a log. */
export function problemOf({ code, form }: Unusable): string {
  switch (code) {
    case 'PASSWORD_FORM_NOT_ALLOWED':
      return `${form}, which "allow" does not let in`;
    case 'PASSWORD_FORM_TOO_COSTLY':
      return `${form} that takes longer than "maxCheckMs" or more than "maxMemoryBytes"`;
    case 'PASSWORD_FORM_UNAVAILABLE':
      return `${form}, for which this system or an optional package is missing`;
    default:
      return form;
  }
}
