export { checkSecret } from './check-secret.js';
export { type Encryption, type EncryptionKey, encryption, problemWithEncryptionKeys } from './encryption.js';
export { isPossibleName } from './names.js';
export { type Prompt, type PromptStreams, withPrompt } from './prompt.js';
export { passwordChanged, type Session, type Standings, standings } from './standings.js';
export { atOnce, inTurns, type Steps } from './steps.js';
export type { TextSource, WatchedTexts, WatchedTextsOptions } from './texts.js';
export { type WatchedFile, type WatchedFileOptions, watchedFile } from './watched-file.js';
export { watchedTexts } from './watched-texts.js';
