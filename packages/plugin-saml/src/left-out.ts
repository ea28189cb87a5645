import type { Logger } from '@who/core';
import { quoted, toldOnce } from '@who/sso';
import { PACKAGE } from './naming.js';

/** Tells what of an answer is left out, each name once, so that nobody looks for it elsewhere. */
export function leftOutWarning(): (logger: Logger, names: readonly string[]) => void {
  return toldOnce(
    (names) =>
      `[${PACKAGE}] The identity provider sends attributes that are left out, as elements stand inside of them or their ` +
      `scope is none that its metadata has: ${names.map(quoted).join(', ')}.`,
  );
}
