import { CreateAppError } from './errors.js';

/** What an application can be made with. */
export type Framework = 'connect' | 'express' | 'fastify' | 'hono' | 'nestjs' | 'nextjs';

/** Each with what its application is. */
export const FRAMEWORKS: Readonly<Record<Framework, string>> = {
  connect: 'Connect, in JavaScript; a login form',
  express: 'Express 5, in TypeScript; a login form, and tests',
  fastify: 'Fastify 5, in TypeScript; sign-in through a CAS server',
  hono: 'Hono, in TypeScript; a login form',
  nestjs: 'NestJS 11, in TypeScript; a login form',
  nextjs: 'Next.js 16, in TypeScript; a login form',
};

export const FRAMEWORK_NAMES: readonly Framework[] = Object.keys(FRAMEWORKS) as Framework[];

/** @throws {CreateAppError} BAD_FRAMEWORK */
export function parseFramework(text: string): Framework {
  const found = FRAMEWORK_NAMES.find((name) => name === text);
  if (found) return found;
  const choice = FRAMEWORK_NAMES.join(', ');
  throw new CreateAppError(
    'BAD_FRAMEWORK',
    `There is no application with ${JSON.stringify(text)}. Choose of: ${choice}.`,
  );
}
