import { randomBytes } from 'node:crypto';
import { badOption } from '@who/core';
import { PACKAGE } from '../errors.js';

/**
 * A secret for this process.
 *
 * @param option where others would be given
 * @throws {WhoError} BAD_OPTION in Workers at start, where nothing is random yet
 */
export function madeUpSecret(option: string): string {
  try {
    return randomBytes(32).toString('hex');
  } catch {
    throw badOption(PACKAGE, option, 'must be given: this runtime makes up no secrets at start.');
  }
}
