/** The codes of errors that this package raises. All of them come from the factory. */
export type SesameErrorCode = 'BAD_OPTION';

/** How errors name this package. */
export const PLUGIN = '@who/plugin-sesame';
