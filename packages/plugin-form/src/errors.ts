import type { SignInRefusalCode } from '@who/core';

/** The codes of errors that this package throws. */
export type FormErrorCode =
  /** The factory got a bad option; or, when somebody signs in, another form plugin answers the same request. */
  | 'BAD_OPTION'
  /** The registered plugin is not the very object that the factory has made. */
  | 'BAD_PLUGIN';

/** Why somebody is not signed in, as pages and programs are told. */
export type FormProblemCode =
  /** Name and password do not belong together, or it may not be said what else is wrong (401). */
  | 'FORM_WRONG_PASSWORD'
  /** Another site sent it (403). */
  | 'FORM_CROSS_SITE'
  /** A field is missing, stands there twice, is too long, or no text that people type (400). */
  | 'FORM_INVALID'
  /** Neither a form nor JSON (415). */
  | 'FORM_TYPE_UNSUPPORTED'
  /** What an authenticator said, where `showReasons` lets it (401). */
  | SignInRefusalCode;

export const PACKAGE = '@who/plugin-form';
