import type { Logger } from '@who/core';
import { quoted } from '@who/sso';
import { PACKAGE } from './naming.js';

/** Tells what of an answer is left out, each name once, so that nobody looks for it elsewhere. */
export function leftOutWarning(): (logger: Logger, names: readonly string[]) => void {
  const said = new Set<string>();
  return (logger, names) => {
    const news = names.filter((name) => !said.has(name)).slice(0, MAX_NAMES - said.size);
    if (news.length === 0) return;
    for (const name of news) said.add(name);
    logger.warn(
      `[${PACKAGE}] The identity provider sends attributes that are left out, as elements stand inside of them or their ` +
        `scope is none that its metadata has: ${news.map(quoted).join(', ')}.`,
    );
  };
}

const MAX_NAMES = 100;
