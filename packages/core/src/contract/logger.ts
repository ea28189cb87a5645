/** Where plugins say what an operator should know. `console` is one. Secrets never come this way. */
export interface Logger {
  debug(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** The default: warnings and errors on standard error, the rest nowhere. */
export const defaultLogger: Logger = {
  debug() {},
  warn: (message) => console.warn(message),
  error: (message) => console.error(message),
};
