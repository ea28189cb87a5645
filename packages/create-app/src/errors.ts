/** Why no application was made. */
export type CreateAppErrorCode =
  /** The name cannot be that of an npm package. */
  | 'BAD_NAME'
  /** There is no application with this framework. */
  | 'BAD_FRAMEWORK'
  /** There is something already where the application should go. */
  | 'IN_THE_WAY'
  /** The folder could not be written. Nothing of it is left. */
  | 'NOT_WRITTEN';

/** The one error of this package. What to do about it is in its message. */
export class CreateAppError extends Error {
  readonly code: CreateAppErrorCode;

  constructor(code: CreateAppErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'CreateAppError';
    this.code = code;
  }
}
