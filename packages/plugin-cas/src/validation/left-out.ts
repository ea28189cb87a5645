import type { Logger } from '@who/core';
import { quoted, toldOnce } from '@who/sso';
import { PACKAGE } from '../naming.js';

/** Tells what of an answer is left out, each name once, so that nobody looks for it elsewhere. */
export function leftOutWarning(): (logger: Logger, names: readonly string[]) => void {
  return toldOnce(
    (names) =>
      `[${PACKAGE}] CAS sends attributes that are left out, as others stand inside of them or they are of another ` +
      `namespace: ${names.map(quoted).join(', ')}. To take what is inside, set "flattenAttributes".`,
  );
}
