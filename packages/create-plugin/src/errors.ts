/** Why no plugin was made. */
export type CreatePluginErrorCode =
  /** The name cannot be that of an npm package. */
  | 'BAD_NAME'
  /** There is no such role, none was chosen, or `sso` was chosen beside another one. */
  | 'BAD_ROLES'
  /** There is something already where the plugin should go. */
  | 'IN_THE_WAY'
  /** The folder could not be written. Nothing of it is left. */
  | 'NOT_WRITTEN'
  /** A copy of this package that was not published does not know which versions plugins need. */
  | 'NOT_PUBLISHED';

/** The one error of this package. What to do about it is in its message. */
export class CreatePluginError extends Error {
  readonly code: CreatePluginErrorCode;

  constructor(code: CreatePluginErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'CreatePluginError';
    this.code = code;
  }
}
