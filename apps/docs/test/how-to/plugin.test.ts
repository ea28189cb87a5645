import { describe, it } from 'vitest';
import { follow } from './follow.js';

describe('a plugin of your own', () => {
  it('goes as the page says', () => follow('how-to/plugin.md', [], {}));
});
