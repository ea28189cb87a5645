import { type WatchedTexts, type WatchedTextsOptions, watchTexts } from './texts.js';
import { watchedFile } from './watched-file.js';

/**
 * Watches texts: secrets or keys that an operator gives as they are, in files, or by a function. What is made of them is
 * replaced as a whole.
 *
 * @throws what `make` throws, and an `Error` where a file cannot be read
 * @example
 * const words = watchedTexts({
 *   sources: ['open', { file: 'words.txt' }, async () => 'sesame'],
 *   make: (texts) => new Set(texts),
 *   reloadSeconds: 60,
 *   plugin: '@example/words',
 *   unavailable: (reason, cause) => new Error(`There are no words. ${reason}`, { cause }),
 * });
 * await words.get(Date.now(), console); // a set of them
 */
export function watchedTexts<T>(options: WatchedTextsOptions<T>): WatchedTexts<T> {
  return watchTexts(options, watchedFile);
}
