import { randomBytes } from 'node:crypto';
import { badOption } from '@who/core';
import { checkSecret } from '@who/secrets';

/** One or more secrets; the first one signs or encrypts, all are accepted. */
export type Secrets = readonly [string, ...string[]];

/** @throws {WhoError} BAD_OPTION where one of them is too short, or stands in a README */
export function checkSecrets(plugin: string, option: string, secrets: unknown): asserts secrets is Secrets {
  checkSecret(plugin, option, secrets as Secrets);
  const good = Array.isArray(secrets) && secrets.length > 0 && secrets.every(isSecret);
  if (!good) throw badOption(plugin, option, 'must be a list of one or more secrets of at least 32 bytes.');
}

/**
 * A secret for this process.
 *
 * @param option where others would be given
 * @throws {WhoError} BAD_OPTION in Workers at start, where nothing is random yet
 */
export function madeUpSecret(plugin: string, option: string): string {
  try {
    return randomBytes(32).toString('hex');
  } catch {
    throw badOption(plugin, option, 'must be given: this runtime makes up no secrets at start.');
  }
}

const isSecret = (secret: unknown): boolean => typeof secret === 'string' && Buffer.byteLength(secret) >= 32;
