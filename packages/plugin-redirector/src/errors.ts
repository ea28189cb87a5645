/** The codes of errors that this package raises. All of them come from the factory. */
export type RedirectorErrorCode = 'BAD_OPTION';
