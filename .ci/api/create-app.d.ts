// What users of the package see. Written by "npx -y pnpm@12 api".

declare class CreateAppError extends Error {
  readonly code: CreateAppErrorCode;
  constructor(code: CreateAppErrorCode, message: string, cause?: unknown);
}

type CreateAppErrorCode = 'BAD_NAME' | 'BAD_FRAMEWORK' | 'IN_THE_WAY' | 'NOT_WRITTEN';

interface CreateAppOptions {
  readonly name: string;
  readonly framework: Framework;
  readonly dir?: string | undefined;
}

interface CreatedApp {
  readonly dir: string;
  readonly scripts: readonly string[];
}

type Framework = 'connect' | 'express' | 'fastify' | 'hono' | 'nestjs' | 'nextjs';

declare function createApp({ name, framework, dir }: CreateAppOptions): CreatedApp;

// @who/create-app
export {
  CreateAppError,
  CreateAppErrorCode,
  CreateAppOptions,
  CreatedApp,
  Framework,
  createApp,
};
