import type { Logger } from '@who/core';

/**
 * Warns of names, each once and so many at most, so that what an answer repeats fills no log.
 *
 * @param message the line for those that are new
 * @example
 * const tell = toldOnce((names) => `Left out: ${names.map(quoted).join(', ')}.`);
 */
export function toldOnce(
  message: (names: readonly string[]) => string,
): (logger: Logger, names: readonly string[]) => void {
  const said = new Set<string>();
  return (logger, names) => {
    const news = names.filter((name) => !said.has(name)).slice(0, MAX_NAMES - said.size);
    if (news.length === 0) return;
    for (const name of news) said.add(name);
    logger.warn(message(news));
  };
}

const MAX_NAMES = 100;
