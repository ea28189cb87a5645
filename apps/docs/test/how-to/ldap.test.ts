import { describe, it } from 'vitest';
import { follow, isOnDebian } from './follow.js';

const needs = isOnDebian('slapd') ? '' : ' (skipped: needs slapd)';

describe('LDAP with groups', () => {
  it.skipIf(needs !== '')(`goes as the page says${needs}`, () => follow('how-to/ldap.md', [3000, 3890], {}));
});
