import type { Logger } from '@who/core';
import { PACKAGE } from '../naming.js';

/** Tells what of an answer is left out, each name once, so that nobody looks for it elsewhere. */
export function leftOutWarning(): (logger: Logger, names: readonly string[]) => void {
  const said = new Set<string>();
  return (logger, names) => {
    const news = names.filter((name) => !said.has(name)).slice(0, MAX_NAMES - said.size);
    if (news.length === 0) return;
    for (const name of news) said.add(name);
    const list = news.map((name) => JSON.stringify(name.slice(0, MAX_LETTERS))).join(', ');
    logger.warn(
      `[${PACKAGE}] CAS sends attributes that are left out, as others stand inside of them or they are of another ` +
        `namespace: ${list}. To take what is inside, set "flattenAttributes".`,
    );
  };
}

const MAX_NAMES = 100;
const MAX_LETTERS = 100;
