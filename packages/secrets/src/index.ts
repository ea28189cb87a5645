export { type Prompt, type PromptStreams, withPrompt } from './prompt.js';
export { type WatchedFile, type WatchedFileOptions, watchedFile } from './watched-file.js';
