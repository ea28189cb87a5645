import { describe, it } from 'vitest';
import { follow, isInstalled } from './follow.js';

const needs = isInstalled('better-sqlite3') ? '' : ' (skipped: needs better-sqlite3)';

describe('lock somebody out now', () => {
  it.skipIf(needs !== '')(`goes as the page says${needs}`, () => follow('how-to/lock-out.md', [3000, 3010], {}));
});
