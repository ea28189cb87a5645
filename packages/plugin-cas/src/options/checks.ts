import { type SsoChecks, ssoChecks } from '@who/sso';
import { PACKAGE } from '../naming.js';

/** What options have to be like. */
export const checks: SsoChecks = ssoChecks(PACKAGE);
