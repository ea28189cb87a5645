import type { Logger } from '@who/core';

/** The default: only the server's own failures, on standard error. */
export const defaultLogger: Logger = {
  debug() {},
  warn() {},
  error: (message) => console.error(message),
};
