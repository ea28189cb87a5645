import { CreatePluginError } from './errors.js';

/** What a plugin can be, in the order of a request's journey, and what that means. */
export const ROLES = {
  identifier: 'finds credentials in a request',
  authenticator: 'says whether credentials are genuine, and whose',
  challenger: 'asks for credentials',
  'metadata-provider': 'adds to what is known about a user',
  'metadata-cache': 'keeps what is released about a user at sign-in',
  'request-classifier': 'says what kind of request this is',
  'challenge-decider': 'says which responses ask for a sign-in',
} as const;

/** The name of a role, as `--role` takes it. */
export type Role = keyof typeof ROLES;

/** All roles, in order. */
export const ROLE_NAMES: readonly Role[] = Object.keys(ROLES) as Role[];

/** @throws {CreatePluginError} BAD_ROLES when there is none, or one that does not exist */
export function parseRoles(names: readonly string[]): Role[] {
  const unknown = names.find((name) => !Object.hasOwn(ROLES, name));
  if (unknown !== undefined || names.length === 0) {
    const problem = unknown === undefined ? 'A plugin needs a role' : `There is no role ${JSON.stringify(unknown)}`;
    throw new CreatePluginError('BAD_ROLES', `${problem}. Choose of: ${ROLE_NAMES.join(', ')}.`);
  }
  return ROLE_NAMES.filter((role) => names.includes(role));
}
