/** Where a server says what it does. `console` is one. Passwords, tickets and tokens never come this way. */
export interface Logger {
  debug(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** The default: only the server's own failures, on standard error. */
export const defaultLogger: Logger = {
  debug() {},
  warn() {},
  error: (message) => console.error(message),
};
