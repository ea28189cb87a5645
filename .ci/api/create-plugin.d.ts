// What users of the package see. Written by "npx -y pnpm@12 api".

declare class CreatePluginError extends Error {
  readonly code: CreatePluginErrorCode;
  constructor(code: CreatePluginErrorCode, message: string, cause?: unknown);
}

type CreatePluginErrorCode = 'BAD_NAME' | 'BAD_ROLES' | 'IN_THE_WAY' | 'NOT_WRITTEN' | 'NOT_PUBLISHED';

interface CreatePluginOptions {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly dir?: string | undefined;
}

interface CreatedPlugin {
  readonly dir: string;
  readonly files: readonly string[];
  readonly factory: string;
}

declare const ROLES: {
  readonly identifier: "finds credentials in a request";
  readonly authenticator: "says whether credentials are genuine, and whose";
  readonly challenger: "asks for credentials";
  readonly 'metadata-provider': "adds to what is known about a user";
  readonly 'metadata-cache': "keeps what is released about a user at sign-in";
  readonly 'request-classifier': "says what kind of request this is";
  readonly 'challenge-decider': "says which responses ask for a sign-in";
  readonly sso: "signs people in elsewhere, at a login server: all of the first three, on @who/sso";
};

declare const ROLE_NAMES: readonly Role[];

type Role = keyof typeof ROLES;

declare function createPlugin(options: CreatePluginOptions): CreatedPlugin;

// @who/create-plugin
export {
  CreatePluginError,
  CreatePluginErrorCode,
  CreatePluginOptions,
  CreatedPlugin,
  ROLE_NAMES,
  Role,
  createPlugin,
};
