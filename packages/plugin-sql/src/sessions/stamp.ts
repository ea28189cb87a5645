import { createHash } from 'node:crypto';
import type { Authentication } from '@who/core';
import { passwordChanged } from '@who/secrets';
import type { Row } from '../drivers/driver.js';
import { textOf } from '../rows/values.js';

/**
 * What says of a row when its password was changed: a digest of the column `changed`, because a ticket shows what it
 * holds. Empty where there is none.
 *
 * @throws {WhoError} SQL_VALUE
 */
export function stampIn({ changed }: Row, where: string): string {
  const isDate = changed instanceof Date && !Number.isNaN(changed.getTime());
  const text = isDate ? changed.toISOString() : textOf(changed, `"changed" of ${where}`);
  return text === undefined ? '' : createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

/** What a sign-in keeps of it. @throws {WhoError} SQL_VALUE */
export function userdataIn(row: Row, where: string): Pick<Authentication, 'userdata'> {
  return Object.hasOwn(row, 'changed') ? passwordChanged(stampIn(row, where)) : {};
}
