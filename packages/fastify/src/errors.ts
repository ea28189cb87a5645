import { WhoError } from '@who/core';

/** The codes of errors that this package raises. */
export type FastifyErrorCode = 'BAD_OPTION' | 'NO_PLUGIN';

export const PACKAGE = '@who/fastify';

/** An error of this package's own. */
export function fastifyError(code: FastifyErrorCode, message: string): WhoError<FastifyErrorCode> {
  return new WhoError(message, { code, plugin: PACKAGE });
}
