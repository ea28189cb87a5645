import { CreateAppError } from './errors.js';

/** Lower case, as npm wants it: `my-app`, `@me/my-app`. None that means something in a path. */
const NAME = /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/;
const MOST_CHARACTERS = 214;

/** @throws {CreateAppError} BAD_NAME */
export function checkName(name: string): void {
  if (NAME.test(name) && name.length <= MOST_CHARACTERS && folderOf(name) !== 'node_modules') return;
  throw new CreateAppError(
    'BAD_NAME',
    `${JSON.stringify(name)} cannot be the name of an npm package: use lower-case letters, digits and "-", e.g. my-app.`,
  );
}

/** The name without its scope. */
export function folderOf(name: string): string {
  return name.replace(/^@.*\//, '');
}
