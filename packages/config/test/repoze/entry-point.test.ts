import { describe, expect, it } from 'vitest';
import { busyMs } from '../../../testkit/test/busy.js';
import { entryName, entryPoint } from '../../src/repoze/entry-point.js';

describe('what `use` names', () => {
  it.each([
    ['a.b:c', 'a.b:c'],
    [' a.b : c.d ', 'a.b:c.d'],
    ['a:b [x, y]', 'a:b'],
    ['a:b\n[section]', 'a:b'],
    ['a', 'a'],
    ['modüle:größe', 'modüle:größe'],
  ])('%j is a name', (text, name) => {
    const found = entryPoint(text);
    expect(found && entryName(found)).toBe(name);
  });

  it.each(['', ':', 'a:', ':b', 'egg:x#y', 'a b', 'a:b:c', 'a:b ; no', 'a-b:c', 'a/b:c', 'a:b]'])(
    '%j is none',
    (text) => {
      expect(entryPoint(text)).toBeUndefined();
    },
  );

  it('is read in little time', () => {
    const start = busyMs();
    for (const blank of [' ', '\u00a0', '\n']) entryPoint(`a${blank.repeat(990)}!`);
    expect(busyMs() - start).toBeLessThan(500);
  });
});
