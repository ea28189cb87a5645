import { describe, it } from 'vitest';
import { follow } from './follow.js';

describe('a JSON API beside pages', () => {
  it('goes as the page says', () => follow('how-to/api.md', [3000], {}));
});
