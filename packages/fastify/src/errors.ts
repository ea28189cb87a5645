/** The codes of errors that this package raises. */
export type FastifyErrorCode = 'BAD_OPTION' | 'NO_PLUGIN';

export const PACKAGE = '@who/fastify';
