import { describe, expect, it } from 'vitest';
import { signOuts } from '../src/index.js';

describe('the memory of sign-outs', () => {
  it('tells what was before from what was after', () => {
    const gone = signOuts();
    const before = gone.now();
    gone.add('alice');
    expect([gone.since('alice', before), gone.since('bob', before), gone.since('alice', gone.now())]).toEqual([
      true,
      false,
      false,
    ]);
    gone.add('alice');
    expect(gone.since('alice', before + 1)).toBe(true);
  });

  it('is bounded, and forgets no sign-out of a request that is older than what it dropped', () => {
    const gone = signOuts(3);
    const before = gone.now();
    for (let i = 0; i < 100; i++) gone.add(`user ${i}`);
    expect(gone.since('user 0', before)).toBe(true);
    expect(gone.since('never seen', before), 'cannot be told').toBe(true);
    const after = gone.now();
    gone.add('user 100');
    expect(gone.since('user 99', after)).toBe(false);
    expect(gone.since('user 100', after)).toBe(true);
  });
});
