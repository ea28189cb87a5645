import { type SsoChecks, ssoChecks } from '@who/sso';
import { PACKAGE } from '../naming.js';

const checks: SsoChecks = ssoChecks(PACKAGE);

export const checkChoice: SsoChecks['checkChoice'] = checks.checkChoice;
export const checkCount: SsoChecks['checkCount'] = checks.checkCount;
export const checkFlag: SsoChecks['checkFlag'] = checks.checkFlag;
export const checkList: SsoChecks['checkList'] = checks.checkList;

/** @throws {WhoError} BAD_OPTION */
export function check(good: boolean, option: string, problem: string): asserts good {
  checks.check(good, option, problem);
}
