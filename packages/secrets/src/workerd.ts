import type { Prompt } from './prompt.js';
import { type WatchedTexts, type WatchedTextsOptions, watchTexts } from './texts.js';
import type { WatchedFile, WatchedFileOptions } from './watched-file.js';

export { checkSecret } from './check-secret.js';
export { encryption, problemWithEncryptionKeys } from './encryption.js';
export { HmacSha256, isSameMac, MAC_BYTES, MESSAGE_AT, writeBytes } from './hmac-sha256.js';
export { isLasting, quietTimer } from './lasting.js';
export { isPossibleName } from './names.js';
export { passwordChanged, standings } from './standings.js';
export { atOnce, inTurns } from './steps.js';

/** The package where there is nothing to watch or to ask, in Workers: it says so. */
export function watchedFile<T>({ unreadable }: WatchedFileOptions<T>): WatchedFile<T> {
  throw unreadable('Workers have no files.', undefined);
}

export function watchedTexts<T>(options: WatchedTextsOptions<T>): WatchedTexts<T> {
  return watchTexts(options, watchedFile);
}

export function withPrompt<T>(_streams: object, use: (prompt: Prompt) => Promise<T>): Promise<T> {
  return use({ isTerminal: false, ask: async () => undefined });
}
