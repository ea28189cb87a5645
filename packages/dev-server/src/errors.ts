/** What a server that cannot start says: each package makes its own error of it. */
export type DevServerProblem = 'BAD_OPTION' | 'EADDRINUSE' | 'LISTEN_FAILED' | 'NOT_LOOPBACK' | 'IN_PRODUCTION';

/** Makes the error of a package: a sentence without the package's name, and what was behind it. */
export type Fail = (code: DevServerProblem, message: string, cause?: unknown) => Error;
