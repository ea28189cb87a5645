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
  sso: 'signs people in elsewhere, at a login server: all of the first three, on @who/sso',
} as const;

/** The name of a role, as `--role` takes it. */
export type Role = keyof typeof ROLES;

/** All roles, in order. */
export const ROLE_NAMES: readonly Role[] = Object.keys(ROLES) as Role[];

/** @throws {CreatePluginError} BAD_ROLES when there is none, one that does not exist, or `sso` beside another one */
export function parseRoles(names: readonly string[]): Role[] {
  const unknown = names.find((name) => !Object.hasOwn(ROLES, name));
  if (unknown !== undefined || names.length === 0) {
    const problem = unknown === undefined ? 'A plugin needs a role' : `There is no role ${JSON.stringify(unknown)}`;
    throw new CreatePluginError('BAD_ROLES', `${problem}. Choose of: ${ROLE_NAMES.join(', ')}.`);
  }
  const roles = ROLE_NAMES.filter((role) => names.includes(role));
  if (isSso(roles) && roles.length > 1) {
    const others = roles.filter((role) => role !== 'sso').join(', ');
    throw new CreatePluginError(
      'BAD_ROLES',
      `"sso" goes with no other role: such a plugin is an identifier, an authenticator and a challenger by itself. Leave out ${others}, or make another plugin for it.`,
    );
  }
  return roles;
}

/** Whether a plugin is to sign people in elsewhere, for which there is a template of its own. */
export function isSso(roles: readonly Role[]): boolean {
  return roles.includes('sso');
}
