import { ROLE_NAMES, type Role } from '../../packages/create-plugin/src/index.js';

/** The roles that one plugin can play together. */
export const COMBINABLE: readonly Role[] = ROLE_NAMES.filter((role) => role !== 'sso');
